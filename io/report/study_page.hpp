#pragma once
// report.html of a study.

#include <filesystem>
#include <string>

#include "io/study_results.hpp"

namespace isotherm {

/// The study in one page that needs no network: a table of all cases that a click on a column sorts, a
/// thumbnail of the last state of each case whose folder holds one (`cases`/HASH), and a plot of any result
/// over any parameter. IoError. Not collective.
std::string study_page(const std::string& title, const StudyTable& table, const std::filesystem::path& cases);

}  // namespace isotherm
