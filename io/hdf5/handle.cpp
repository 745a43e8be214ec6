#include "io/hdf5/handle.hpp"

namespace isotherm {
namespace {

/// HDF5 prints every error to the terminal unless told otherwise; and what it does when the program ends
/// crashes where a file could not be closed.
const bool silenced = [] {
  H5dont_atexit();
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
  return true;
}();

herr_t take_description(unsigned, const H5E_error2_t* error, void* text) {
  auto& reason = *static_cast<std::string*>(text);
  if (error->desc != nullptr && error->desc[0] != '\0')
    reason = error->desc;  // the last one is the innermost
  return 0;
}

}  // namespace

std::string hdf5_error_text() {
  std::string reason;
  if (silenced) H5Ewalk2(H5E_DEFAULT, H5E_WALK_DOWNWARD, take_description, &reason);
  return reason;
}

}  // namespace isotherm
