#pragma once
// Which checkpoint a run is starting from: one whose start fails twice is not tried for ever.

#include <filesystem>
#include <string>

namespace isotherm {

/// Writes into the file `starting` of a folder of checkpoints that a run starts from this one, and how often
/// in a row. IoError. Not collective.
void mark_start(const std::filesystem::path& main_file);

/// The start went well. IoError. Not collective.
void unmark_start(const std::filesystem::path& folder);

/// When two starts from the newest checkpoint were marked and did not go well, and there is an older one:
/// adds `.failed` to the names of its files and returns its path; else an empty one. IoError. Not collective.
std::filesystem::path set_aside_failed(const std::filesystem::path& folder);

}  // namespace isotherm
