#pragma once
// What a file or a run folder holds, for people.

#include <filesystem>
#include <string>

namespace isotherm {

/// What was found, and whether all of it is sound.
struct Inspection {
  std::string text;  ///< lines for the terminal
  bool sound = true;
};

/// Describes a checkpoint (.h5, .json, .bin), a snapshot (.nc) or a run folder: verified or damaged, step,
/// time, sizes, smallest and largest values, the case. A damaged file never ends the program: checkpoints are
/// verified before they are read, snapshots are read by a process of their own. IoError when there is nothing
/// to look at. Not collective.
Inspection describe_file(const std::filesystem::path& path);

}  // namespace isotherm
