// isotherm watch RUN: a run in the terminal, from outside.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <memory>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>

#include "io/io_error.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/watch.hpp"

namespace isotherm {
namespace {

struct WatchOptions {
  std::string run;
  double every = 1.0;
  bool once = false;
};

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

ExitCode watch(const WatchOptions& options) {
  // A look must not lock the files of a run.
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 0);
  return with_errors([&] {
    try {
      const bool terminal = isatty(STDOUT_FILENO) == 1;
      for (;;) {
        const Look look = look_at_run(options.run, find_screen());
        // Home, what was there before goes line by line: no flicker.
        if (terminal && !options.once) fmt::print("\x1b[H\x1b[2J");
        fmt::print("{}", look.text);
        std::fflush(stdout);
        if (look.over || options.once) return ExitCode::done;
        std::this_thread::sleep_for(std::chrono::duration<double>(options.every));
      }
    } catch (const IoError& e) {
      throw Failure(ExitCode::input_missing, e.what());
    }
  });
}

}  // namespace

void add_watch_command(CLI::App& app, Action& action) {
  auto options = std::make_shared<WatchOptions>();
  auto* command = app.add_subcommand("watch", "Follow a run or a study in the terminal, without touching it");
  command->add_option("run", options->run, "The folder of a run or a study")->required();
  command->add_option("--every", options->every, "Seconds between two looks")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  command->add_flag("--once", options->once, "One look, for scripts");
  command->footer(
      "Ends when the run ends; Ctrl-C ends it before, and the run goes on.\nExample: isotherm watch "
      "case.run");
  command->callback([options, &action] { action = [options](int&, char**&) { return watch(*options); }; });
}

}  // namespace isotherm
