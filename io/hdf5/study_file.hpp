#pragma once
// results.h5 of a study.

#include <filesystem>

#include "io/study_results.hpp"

namespace isotherm {

/// Replaces the file at once: a dataset per column, one entry per case. /parameters and /collected hold the
/// columns by name (numbers as float64 where all of them are), /provenance what differs between two runs of
/// the same study. IoError. Not collective.
void write_study_file(const std::filesystem::path& path, const StudyTable& table);

}  // namespace isotherm
