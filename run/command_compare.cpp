// isotherm compare A B: what two runs, files or cases differ in.

#include <fmt/format.h>
#include <memory>

#include "run/commands.hpp"
#include "run/compare.hpp"
#include "run/guard.hpp"

namespace isotherm {
namespace {

struct CompareOptions {
  std::string a;
  std::string b;
  double tolerance = 0.0;
};

ExitCode compare_both(const CompareOptions& options) {
  return with_errors([&] {
    for (const std::string& path : {options.a, options.b}) {
      std::error_code error;
      if (!std::filesystem::exists(path, error)) {
        throw Failure(ExitCode::input_missing, "there is nothing called " + path);
      }
    }
    const Comparison comparison = compare(options.a, options.b, options.tolerance);
    fmt::print("{}", comparison.text);
    return comparison.same ? ExitCode::done : ExitCode::difference;
  });
}

}  // namespace

void add_compare_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<CompareOptions>();
  auto* command = app.add_subcommand("compare", "What two runs, checkpoints, snapshots or cases differ in");
  command->add_option("a", options->a, "A run folder, checkpoint, snapshot or case file")->required();
  command->add_option("b", options->b, "Another of the same kind")->required();
  command->add_option("--tolerance", options->tolerance, "Differences up to this do not count (default 0)")
      ->check(CLI::NonNegativeNumber);
  command->footer("Exit code 1 says that they differ.\nExample: isotherm compare a.run b.run");
  command->callback(
      [options, &action] { action = [options](int&, char**&) { return compare_both(*options); }; });
}

}  // namespace isotherm
