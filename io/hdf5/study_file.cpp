#include "io/hdf5/study_file.hpp"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <hdf5.h>
#include <limits>

#include "io/hdf5/attributes.hpp"
#include "io/hdf5/handle.hpp"

namespace isotherm {
namespace {

using Row = StudyTable::Row;

/// Writes the columns of a table into groups of a file.
class ColumnWriter {
 public:
  explicit ColumnWriter(const std::vector<Row>& rows) : rows_(&rows) {}

  void text(hid_t group, const std::string& name, const std::function<std::string(const Row&)>& value) const {
    std::vector<std::string> texts;
    for (const Row& row : *rows_) texts.push_back(value(row));
    std::size_t longest = 1;
    for (const std::string& entry : texts) longest = std::max(longest, entry.size());
    std::string bytes;
    for (const std::string& entry : texts) bytes += entry + std::string(longest - entry.size(), '\0');
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "H5Tcopy");
    check_hdf5(H5Tset_size(type, longest), "H5Tset_size");
    check_hdf5(H5Tset_cset(type, H5T_CSET_UTF8), "H5Tset_cset");
    check_hdf5(H5Tset_strpad(type, H5T_STR_NULLPAD), "H5Tset_strpad");
    write(group, name, type, type, bytes.data());
  }

  void number(hid_t group, const std::string& name, const std::function<double(const Row&)>& value) const {
    std::vector<double> numbers;
    for (const Row& row : *rows_) numbers.push_back(value(row));
    write(group, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, numbers.data());
  }

  void whole(hid_t group, const std::string& name,
             const std::function<std::int64_t(const Row&)>& value) const {
    std::vector<std::int64_t> numbers;
    for (const Row& row : *rows_) numbers.push_back(value(row));
    write(group, name, H5T_STD_I64LE, H5T_NATIVE_INT64, numbers.data());
  }

 private:
  void write(hid_t group, const std::string& name, hid_t in_file, hid_t in_memory, const void* data) const {
    const hsize_t count = rows_->size();
    const Hdf5Handle space(H5Screate_simple(1, &count, nullptr), H5Sclose, "H5Screate_simple");
    const Hdf5Handle properties(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "H5Pcreate");
    check_hdf5(H5Pset_obj_track_times(properties, 0), "H5Pset_obj_track_times");
    const Hdf5Handle set(
        H5Dcreate2(group, name.c_str(), in_file, space, H5P_DEFAULT, properties, H5P_DEFAULT), H5Dclose,
        "H5Dcreate2");
    if (count > 0) check_hdf5(H5Dwrite(set, in_memory, H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "H5Dwrite");
  }

  const std::vector<Row>* rows_;
};

Hdf5Handle make_group(hid_t file, const char* name) {
  return {H5Gcreate2(file, name, H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT), H5Gclose, "H5Gcreate2"};
}

bool is_number(const std::string& text) {
  char* end = nullptr;
  std::strtod(text.c_str(), &end);
  return !text.empty() && *end == '\0';
}

void write_parameters(hid_t file, const StudyTable& table, const ColumnWriter& columns) {
  const Hdf5Handle group = make_group(file, "parameters");
  for (std::size_t k = 0; k < table.parameters.size(); ++k) {
    const auto text = [k](const Row& row) { return row.parameters[k]; };
    const bool numbers = std::all_of(table.rows.begin(), table.rows.end(),
                                     [&](const Row& row) { return is_number(text(row)); });
    if (numbers) {
      columns.number(group, table.parameters[k],
                     [&](const Row& row) { return std::strtod(text(row).c_str(), nullptr); });
    } else {
      columns.text(group, table.parameters[k], text);
    }
  }
}

void write_columns(hid_t file, const StudyTable& table) {
  const ColumnWriter columns(table.rows);
  columns.text(file, "hash", [](const Row& row) { return row.hash; });
  write_parameters(file, table, columns);
  const Hdf5Handle collected = make_group(file, "collected");
  for (const std::string& name : table.collect) {
    columns.number(collected, name, [&](const Row& row) {
      const auto found = row.record.collected.find(name);
      return found != row.record.collected.end() ? found->second : std::numeric_limits<double>::quiet_NaN();
    });
  }
  columns.text(file, "status", [](const Row& row) { return row.record.status; });
  columns.text(file, "reason", [](const Row& row) { return row.record.reason; });
  columns.whole(file, "exit_code", [](const Row& row) { return std::int64_t{row.record.exit_code}; });
  columns.whole(file, "steps", [](const Row& row) { return row.record.steps; });
  columns.number(file, "time", [](const Row& row) { return row.record.time; });
  columns.whole(file, "cost", [](const Row& row) { return row.record.steps * row.record.cells; });
  columns.text(file, "temperature_sha256", [](const Row& row) { return row.record.temperature_sha256; });
  const Hdf5Handle provenance = make_group(file, "provenance");
  columns.number(provenance, "cpu_seconds", [](const Row& row) { return row.record.cpu_seconds; });
  columns.number(provenance, "wall_seconds", [](const Row& row) { return row.record.wall_seconds; });
}

}  // namespace

void write_study_file(const std::filesystem::path& path, const StudyTable& table) {
  std::filesystem::path part = path;
  part += ".part";
  remove_file(part);
  {
    Hdf5Handle file(H5Fcreate(part.c_str(), H5F_ACC_EXCL, H5P_DEFAULT, H5P_DEFAULT), H5Fclose, "H5Fcreate");
    write_columns(file, table);
    file.close();
  }
  rename_file(part, path);
}

}  // namespace isotherm
