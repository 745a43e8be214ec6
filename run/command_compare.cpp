// isotherm compare A B: what two runs, files or cases differ in.

#include <fmt/format.h>

#include "run/commands.hpp"
#include "run/compare.hpp"
#include "run/guard.hpp"

namespace isotherm {

ExitCode CompareCommand::operator()(int&, char**&) const {
  return with_errors([&] {
    for (const std::string& path : {a, b}) {
      std::error_code error;
      if (!std::filesystem::exists(path, error)) {
        throw Failure(ExitCode::input_missing, "there is nothing called " + path);
      }
    }
    const Comparison comparison = compare(a, b, tolerance);
    fmt::print("{}", comparison.text);
    return comparison.same ? ExitCode::done : ExitCode::difference;
  });
}

}  // namespace isotherm
