#pragma once
// Which region and material each cell belongs to, and what the cells are made of.

#include <cstdint>
#include <vector>

#include "physics/problem.hpp"
#include "physics/property_tables.hpp"
#include "solver/grid/decomposition.hpp"
#include "solver/grid/grid.hpp"

namespace isotherm {

/// Local row and column of a cell; ordered as they are stored.
struct LocalCell {
  int j = 0;
  int i = 0;
  bool operator==(const LocalCell&) const = default;
  bool operator<(const LocalCell& other) const { return j != other.j ? j < other.j : i < other.i; }
};

/// Local cells with a halo, and the global cells they are. A ghost cell beyond a periodic side is the cell
/// on the other side; one beyond a wall does not exist.
class LocalCells {
 public:
  LocalCells(const Grid& grid, const Decomposition& decomposition, int halo);

  int nx() const { return nx_; }
  int ny() const { return ny_; }
  int halo() const { return halo_; }
  const Grid& grid() const { return *grid_; }
  /// Global column of local column i in [-halo, nx + halo), -1 beyond a wall.
  std::int64_t column(int i) const { return columns_[static_cast<std::size_t>(i + halo_)]; }
  /// Global row of local row j in [-halo, ny + halo), -1 beyond a wall.
  std::int64_t row(int j) const { return rows_[static_cast<std::size_t>(j + halo_)]; }
  bool exists(int j, int i) const { return row(j) >= 0 && column(i) >= 0; }
  bool owned(int j, int i) const { return j >= 0 && j < ny_ && i >= 0 && i < nx_; }
  /// Position in a dense array of all local cells, ghosts included.
  std::size_t index(int j, int i) const {
    return static_cast<std::size_t>(j + halo_) * columns_.size() + static_cast<std::size_t>(i + halo_);
  }
  std::size_t size() const { return rows_.size() * columns_.size(); }
  Point center(int j, int i) const { return grid_->center(column(i), row(j)); }

  /// Calls f(j, i) for every existing cell within `layers` ghost layers, row by row.
  template <class F>
  void for_each(int layers, F&& f) const {
    for (int j = -layers; j < ny_ + layers; ++j) {
      for (int i = -layers; i < nx_ + layers; ++i) {
        if (exists(j, i)) f(j, i);
      }
    }
  }

 private:
  const Grid* grid_;
  int nx_;
  int ny_;
  int halo_;
  std::vector<std::int64_t> columns_;
  std::vector<std::int64_t> rows_;
};

/// The region of every local cell, ghosts included.
class MaterialMap {
 public:
  /// Throws std::invalid_argument when there are more than 32767 regions, or naming the place when a cell
  /// belongs to none. Of what depends on T the references of `tables` are told, which a case that is not
  /// linear must give. Not collective: the caller agrees on errors.
  MaterialMap(const HeatProblem& problem, const LocalCells& cells, const PropertyTables* tables = nullptr);

  /// Index into HeatProblem::regions, -1 where there is no cell.
  int region(int j, int i) const;
  bool is_void(int j, int i) const;
  /// The material of a cell that exists and is not void.
  const Material& material(int j, int i) const { return problem_->materials[material_index(j, i)]; }
  /// Its place in HeatProblem::materials.
  std::size_t material_index(int j, int i) const;
  /// Its table, or nullptr in a linear case.
  const PropertyTable* table(int j, int i) const {
    return tables_ == nullptr ? nullptr : &tables_->of(material_index(j, i));
  }
  /// k in the x or y direction at a cell's centre, W/(m K). Throws std::invalid_argument unless positive.
  double conductivity_x(int j, int i) const;
  double conductivity_y(int j, int i) const;
  /// Index of the contact between two neighbours that exist, -1 if there is none.
  int contact(int j_a, int i_a, int j_b, int i_b) const;
  /// R of (4) of physics/README.md between a cell and the one before it in x or y, m2 K/W; on staircases
  /// divided by |n . e|, so that the contact's whole area counts as it is.
  double contact_resistance_x(int j, int i) const;
  double contact_resistance_y(int j, int i) const;
  /// rho c of a cell, J/(m3 K). Throws std::invalid_argument unless positive.
  double volumetric_heat(int j, int i) const;

 private:
  double contact_resistance(int j, int i, int nj, int ni, Point at) const;
  double checked(const Value& value, int j, int i, const char* what) const;
  double conductivity(int j, int i, std::size_t axis) const;
  const HeatProblem* problem_;
  const LocalCells* cells_;
  const PropertyTables* tables_;
  std::vector<std::int16_t> regions_;  ///< empty when one region fills the domain
};

/// Whether one constant material fills the whole of a uniform plane grid: the explicit step then needs no
/// arrays of coefficients. Depends on the case only.
bool is_uniform(const HeatProblem& problem, const Grid& grid);

}  // namespace isotherm
