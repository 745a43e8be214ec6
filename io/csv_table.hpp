#pragma once
// Tables such as diagnostics.csv, read back.

#include <filesystem>
#include <string>
#include <vector>

namespace isotherm {

/// Named columns of numbers, all of the same length.
struct CsvTable {
  std::vector<std::string> names;
  std::vector<std::vector<double>> columns;

  std::size_t rows() const { return columns.empty() ? 0 : columns.front().size(); }
  /// The column of a name, or nullptr.
  const std::vector<double>* find(const std::string& name) const;
};

/// Reads a table that may just be growing: a last row without its end is left out. Empty where there is no
/// file. IoError. Not collective.
CsvTable read_csv(const std::filesystem::path& path);

}  // namespace isotherm
