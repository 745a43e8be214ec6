#pragma once
// region: image: the files that a case names, as shapes.

#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include "io/config/node.hpp"
#include "physics/shape.hpp"

namespace isotherm {

/// A file that a case names cannot be read.
class MissingInput : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The bytes of a file; throws MissingInput. May be collective.
using FileReader = std::function<std::string(const std::string& path)>;
/// Reads a file on this rank alone.
std::string read_local_file(const std::string& path);

}  // namespace isotherm

namespace isotherm::config {

/// Pixels by the full key of their image.
using Images = std::map<std::string, std::shared_ptr<const PixelClasses>>;

/// Reads the images of a checked tree; relative names are relative to the folder of `case_file`. Makes names
/// absolute and fills in checksums, or compares them where they are given, so that a changed image is another
/// case. Faults: no PNG, colours without material, another checksum. Throws MissingInput. Collective if
/// `read` is.
Images load_images(Node& root, const std::string& case_file, const FileReader& read, Faults& faults);

/// The absolute name of a file that a case names: a relative one is relative to the folder of `case_file`.
std::string absolute_name(const std::string& name, const std::string& case_file);

/// A colour as keys have it: six hexadecimal digits in lower case, with or without #; empty: no colour.
std::string canonical_color(const std::string& text);

}  // namespace isotherm::config
