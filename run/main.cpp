// The program isotherm: does what its command line asks for, and makes sure that it was printed.

#include <cstdio>
#include <system_error>

#include "run/command_line.hpp"

namespace {

int cannot_print() {
  std::fputs("isotherm: cannot write to standard output\n", stderr);
  return static_cast<int>(isotherm::ExitCode::io_failed);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const int code = static_cast<int>(isotherm::execute_command_line(argc, argv));
    return code == 0 && std::fflush(stdout) != 0 ? cannot_print() : code;
  } catch (const std::system_error&) {  // fmt::print, of what a command was asked for
    return cannot_print();
  }
}
