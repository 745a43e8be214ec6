#pragma once
// The files of a folder of checkpoints, by name. Not collective.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace isotherm {

/// One checkpoint by its name: step-000000500.h5, or step-000000500.json with its .bin files.
struct CheckpointName {
  std::int64_t step = 0;
  std::filesystem::path main_file;  ///< the .h5 or the .json, with its folder
};

/// "step-000000500": nine digits, or more from 1e9 on.
std::string step_name(std::int64_t step);

/// The checkpoint whose main file has this name; nullopt when it is no such name.
std::optional<CheckpointName> checkpoint_name(const std::filesystem::path& path);

/// All checkpoints of a folder, the newest step first. Empty for a folder that does not exist. IoError.
std::vector<CheckpointName> list_checkpoints(const std::filesystem::path& folder);

/// Whether the system reads every byte of a checkpoint's files, whatever they hold.
bool can_be_read(const CheckpointName& checkpoint);

/// Removes every file of a checkpoint; its main file goes first, so that no half of it counts as one.
void remove_checkpoint(const CheckpointName& checkpoint);

/// Adds `.failed` to the name of every file of a checkpoint: it counts as one no more.
void set_aside(const CheckpointName& checkpoint);

/// Removes what an interrupted write (*.part) or removal (fields without their .json) left behind.
void remove_parts(const std::filesystem::path& folder);

}  // namespace isotherm
