#pragma once
// A study seen from outside: its cases before they run, and how far it has come.

#include <string>

#include "io/config/study.hpp"
#include "run/study_folder.hpp"

namespace isotherm {

/// The table of cases with what each will take, and the total. Not collective.
std::string list_study(const Study& study);

/// The same table with what has become of each case so far, read from the folder. Not collective.
std::string study_status(const Study& study, const StudyFolder& folder);

}  // namespace isotherm
