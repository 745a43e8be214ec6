#include "io/hdf5/attributes.hpp"

#include <algorithm>

#include "io/hdf5/handle.hpp"
#include "io/hdf5/skeleton.hpp"

namespace isotherm {
namespace {

void write_values(hid_t object, const std::string& name, hid_t type, const Hdf5Handle& space,
                  const void* values) {
  const Hdf5Handle attribute(H5Acreate2(object, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT),
                             H5Aclose, "H5Acreate2");
  if (values != nullptr) check_hdf5(H5Awrite(attribute, type, values), "H5Awrite");  // nullptr: an empty list
}

Hdf5Handle scalar() {
  return {H5Screate(H5S_SCALAR), H5Sclose, "H5Screate"};
}

Hdf5Handle list(std::size_t size) {
  const hsize_t extent = size;
  return {H5Screate_simple(1, &extent, nullptr), H5Sclose, "H5Screate_simple"};
}

}  // namespace

void write_attribute(hid_t object, const std::string& name, const std::string& text) {
  const Hdf5Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "H5Tcopy");
  check_hdf5(H5Tset_size(type, std::max<std::size_t>(1, text.size())), "H5Tset_size");
  check_hdf5(H5Tset_strpad(type, H5T_STR_NULLPAD), "H5Tset_strpad");
  check_hdf5(H5Tset_cset(type, H5T_CSET_UTF8), "H5Tset_cset");
  write_values(object, name, type, scalar(), text.c_str());
}

void write_attribute(hid_t object, const std::string& name, std::int64_t value) {
  write_values(object, name, H5T_NATIVE_INT64, scalar(), &value);
}

void write_attribute(hid_t object, const std::string& name, double value) {
  write_values(object, name, H5T_NATIVE_DOUBLE, scalar(), &value);
}

void write_attribute(hid_t object, const std::string& name, std::span<const std::int64_t> values) {
  write_values(object, name, H5T_NATIVE_INT64, list(values.size()), values.data());
}

void write_attribute(hid_t object, const std::string& name, std::span<const double> values) {
  write_values(object, name, H5T_NATIVE_DOUBLE, list(values.size()), values.data());
}

void write_text_group(hid_t file, const std::string& group, const std::map<std::string, std::string>& texts) {
  const Hdf5Handle object = create_group(file, group);
  for (const auto& [name, text] : texts) write_attribute(object, name, text);
}

namespace {

Hdf5Handle open_attribute(hid_t object, const std::string& name) {
  return {H5Aopen(object, name.c_str(), H5P_DEFAULT), H5Aclose, "H5Aopen of " + name};
}

}  // namespace

std::string read_text_attribute(hid_t object, const std::string& name) {
  const Hdf5Handle attribute = open_attribute(object, name);
  const Hdf5Handle type(H5Aget_type(attribute), H5Tclose, "H5Aget_type");
  constexpr std::size_t longest = 65536;
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) > 0 || H5Tget_size(type) > longest) {
    throw IoError("the attribute " + name + " is not a text");
  }
  std::string text(H5Tget_size(type), '\0');
  check_hdf5(H5Aread(attribute, type, text.data()), "H5Aread");
  return text.c_str();
}

std::int64_t read_integer_attribute(hid_t object, const std::string& name) {
  std::int64_t value = 0;
  const Hdf5Handle attribute = open_attribute(object, name);
  const Hdf5Handle space(H5Aget_space(attribute), H5Sclose, "H5Aget_space");
  if (H5Sget_simple_extent_npoints(space) != 1) throw IoError("the attribute " + name + " is not one number");
  check_hdf5(H5Aread(attribute, H5T_NATIVE_INT64, &value), "H5Aread");
  return value;
}

}  // namespace isotherm
