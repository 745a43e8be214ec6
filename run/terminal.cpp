#include "run/terminal.hpp"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <unistd.h>

namespace isotherm {

bool output_is_terminal() {
  if (isatty(STDOUT_FILENO) != 1) return false;
  const bool launched = std::getenv("OMPI_COMM_WORLD_RANK") != nullptr || std::getenv("PMIX_RANK") != nullptr;
  if (!launched) return true;
  std::error_code unreadable;
  const auto launcher = std::filesystem::read_symlink(fmt::format("/proc/{}/fd/1", getppid()), unreadable);
  const std::string target = unreadable ? std::string() : launcher.string();
  return target.starts_with("/dev/pts/") || target.starts_with("/dev/tty");
}

}  // namespace isotherm
