#pragma once
// A run seen from outside.

#include <filesystem>
#include <string>
#include <vector>

namespace isotherm {

/// How much a terminal can show.
struct Screen {
  int columns = 80;
  int rows = 24;
  bool colors = true;       ///< escape sequences for colours
  bool true_color = false;  ///< 24-bit ones; else the 256 of every terminal of these years
};

/// What a look at a run folder shows, and whether there is more to come.
struct Look {
  std::string text;   ///< lines that fit on the screen
  bool over = false;  ///< the run is no longer running
};

/// Numbers, the course of the largest temperature, and a coarse picture of the newest state that the run has
/// written. Only reads: the run does not notice. IoError where there is no run. Not collective.
Look look_at_run(const std::filesystem::path& folder, const Screen& screen);

/// Values as a line of bars of that many characters. Pure.
std::string sparkline(const std::vector<double>& values, int columns);

/// A duration such as "3 min 20 s". Pure.
std::string duration_in_words(double seconds);

}  // namespace isotherm
