#pragma once

#include <string>

namespace isotherm {

/// Of the HDF5 library in use, "1.10.8".
std::string hdf5_version();

}  // namespace isotherm
