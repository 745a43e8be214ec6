// isotherm watch RUN: a run in the terminal, from outside.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>

#include "io/io_error.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/watch.hpp"

namespace isotherm {
namespace {

bool says(const char* variable, const char* word) {
  const char* value = std::getenv(variable);
  return value != nullptr && std::string(value).find(word) != std::string::npos;
}

Screen find_screen() {
  Screen screen;
  screen.colors = isatty(STDOUT_FILENO) == 1 && std::getenv("NO_COLOR") == nullptr && !says("TERM", "dumb");
  screen.true_color = says("COLORTERM", "truecolor") || says("COLORTERM", "24bit");
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20 && size.ws_row >= 8) {
    screen.columns = size.ws_col;
    screen.rows = size.ws_row;
  }
  return screen;
}

}  // namespace

ExitCode WatchCommand::operator()(int&, char**&) const {
  // A look must not lock the files of a run.
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
  return with_errors([&] {
    try {
      const bool terminal = isatty(STDOUT_FILENO) == 1;
      for (;;) {
        const Look look = look_at_run(run, find_screen());
        // Home, what was there before goes line by line: no flicker.
        if (terminal && !once) fmt::print("\x1b[H\x1b[2J");
        fmt::print("{}", look.text);
        std::fflush(stdout);
        if (look.over || once) return ExitCode::done;
        std::this_thread::sleep_for(std::chrono::duration<double>(every));
      }
    } catch (const IoError& e) {
      throw Failure(ExitCode::input_missing, e.what());
    }
  });
}

}  // namespace isotherm
