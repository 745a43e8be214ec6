// isotherm info FILE: what a checkpoint, a snapshot or a run folder holds.

#include <fmt/format.h>
#include <memory>

#include "io/inspect.hpp"
#include "io/io_error.hpp"
#include "run/commands.hpp"

namespace isotherm {

void add_info_command(CLI::App& app, Action& action) {
  auto path = std::make_shared<std::string>();
  auto* command = app.add_subcommand("info", "What a checkpoint, a snapshot or a run folder holds");
  command->add_option("file", *path, "A checkpoint, a snapshot or a run folder")->required();
  command->footer("Example: isotherm info case.run/checkpoints/step-000000500.h5");
  command->callback([path, &action] {
    action = [path](int&, char**&) {
      try {
        const Inspection inspection = describe_file(*path);
        fmt::print("{}\n", inspection.text);
        return inspection.sound ? ExitCode::done : ExitCode::io_failed;
      } catch (const IoError& e) {
        fmt::print(stderr, "isotherm: {}\n", e.what());
        return ExitCode::input_missing;
      }
    };
  });
}

}  // namespace isotherm
