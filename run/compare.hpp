#pragma once
// What two runs, files or cases differ in.

#include <filesystem>
#include <string>

namespace isotherm {

/// The differences in words, and whether they count.
struct Comparison {
  std::string text;
  bool same = true;  ///< settings and fields agree; another build or machine alone changes nothing
};

/// Compares two run folders, two checkpoints or snapshots, or two case files: settings by their keys, builds,
/// the rows of the tables (the first step that differs), and fields cell by cell, at all steps that both
/// hold: snapshots with snapshots, checkpoints with checkpoints. A field that only one has is named and does
/// not count; a row does. Values differ when their bits do, or by more than `tolerance` where that is
/// positive. IoError, ConfigError. Not collective.
Comparison compare(const std::filesystem::path& a, const std::filesystem::path& b, double tolerance);

}  // namespace isotherm
