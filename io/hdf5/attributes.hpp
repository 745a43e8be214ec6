#pragma once
// Attributes of HDF5 objects.

#include <cstdint>
#include <hdf5.h>
#include <map>
#include <span>
#include <string>

namespace isotherm {

// Each writes one attribute of a file, group or dataset that is being drawn up by one rank. IoError.
void write_attribute(hid_t object, const std::string& name, const std::string& text);
void write_attribute(hid_t object, const std::string& name, std::int64_t value);
void write_attribute(hid_t object, const std::string& name, double value);
void write_attribute(hid_t object, const std::string& name, std::span<const std::int64_t> values);
void write_attribute(hid_t object, const std::string& name, std::span<const double> values);

/// Writes the texts as attributes of a new group.
void write_text_group(hid_t file, const std::string& group, const std::map<std::string, std::string>& texts);

// Each reads one attribute. IoError when it is missing or of another kind.
std::string read_text_attribute(hid_t object, const std::string& name);
std::int64_t read_integer_attribute(hid_t object, const std::string& name);

}  // namespace isotherm
