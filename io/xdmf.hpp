#pragma once
// snapshots.xdmf: the list of all snapshots of a run, for ParaView and VisIt.

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "solver/grid/grid.hpp"

namespace isotherm {

/// One snapshot in the list.
struct XdmfEntry {
  std::string file;  ///< in the same folder
  double time = 0.0;
  std::vector<std::string> fields;
};

/// The list as XML (XDMF 3, reader class XDMFReader of ParaView 5.11): cell values stand at cell centres of a
/// three-dimensional mesh of one layer, the only form that such readers draw in the x-y plane.
std::string xdmf_text(const Grid& grid, const std::vector<XdmfEntry>& entries);

/// Reads back what xdmf_text wrote; lines of another form are passed over.
std::vector<XdmfEntry> parse_xdmf(const std::string& text);

}  // namespace isotherm
