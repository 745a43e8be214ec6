#pragma once
// A case from its YAML text to its solution, without files.

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "io/config/load.hpp"
#include "run/model.hpp"
#include "solver/diagnostics/totals.hpp"
#include "solver/grid/algebra.hpp"
#include "solver/grid/halo_exchange.hpp"

namespace isotherm::test {

/// A model of a case on all ranks, at its start. Collective throughout.
class CaseRun {
 public:
  explicit CaseRun(const std::string& text, const std::vector<std::string>& overrides = {})
      : world_(MPI_COMM_WORLD), case_(load_case(text, "test.yaml", overrides)), model_(world_, case_) {
    model_.set_initial_temperature();
  }

  Model& model() { return model_; }
  Field& T() { return model_.T(); }
  const Communicator& comm() { return model_.comm(); }

  /// This many steps more, or to the end.
  void advance(std::int64_t steps) {
    const std::int64_t last = model_.clock().step() + steps;
    while (!model_.clock().finished() && model_.clock().step() < last) {
      model_.stepper().advance(model_.T(), model_.clock(),
                               {.steps = last - model_.clock().step(), .want_rate = true}, model_.energy());
    }
  }
  void finish() { advance(std::int64_t{1} << 60); }

  /// The whole field on all ranks, row by row.
  std::vector<double> everywhere() {
    const Decomposition& d = model_.decomposition();
    const auto nx = static_cast<std::size_t>(d.space().nx);
    std::vector<double> all(nx * static_cast<std::size_t>(d.space().ny), 0.0);
    const auto view = T().view();
    for (int j = 0; j < d.owned().ny(); ++j) {
      for (int i = 0; i < d.owned().nx(); ++i) {
        const auto row = static_cast<std::size_t>(d.owned().y.begin + j);
        all[row * nx + static_cast<std::size_t>(d.owned().x.begin + i)] = view(j, i);
      }
    }
    MPI_Allreduce(MPI_IN_PLACE, all.data(), static_cast<int>(all.size()), MPI_DOUBLE, MPI_SUM, comm().get());
    return all;
  }

  /// The value of a probe, on all ranks.
  double probe(std::size_t n) {
    HaloExchange(model_.decomposition(), 1, HaloExchange::Corners::yes).exchange(T());
    std::vector<double> value(2, 0.0);
    if (model_.probes().owns(n)) value = {model_.probes().value(n, T(), model_.clock().time()), 1.0};
    MPI_Allreduce(MPI_IN_PLACE, value.data(), 2, MPI_DOUBLE, MPI_SUM, comm().get());
    EXPECT_EQ(value[1], 1.0) << "a probe must have one owner";
    return value[0];
  }

  /// The heat content, J/m, and the power through a group of walls now, W/m.
  double heat() { return global_value(comm(), model_.totals().heat); }
  double wall_power(std::size_t group) {
    const Walls& walls = model_.op().walls();
    std::vector<double> T_wall;
    for (const auto& entry : walls.entries()) T_wall.push_back(T().view()(entry.j, entry.i));
    std::array<ExactSum, wall_group_count> sums;
    walls.add_power(model_.clock().time(), T_wall, 1.0, sums);
    return global_value(comm(), sums[group]);
  }

  /// Root mean square and largest difference from f(x, y, t) over the cells.
  template <class F>
  std::pair<double, double> error(F&& f) {
    const Decomposition& d = model_.decomposition();
    const double t = model_.clock().time();
    const auto view = T().view();
    const auto at = [&](int j, int i) {
      const Point p = model_.op().cells().center(j, i);
      return model_.op().is_void(j, i) ? 0.0 : view(j, i) - f(p.x, p.y, t);
    };
    double most = 0.0;
    const ExactSum squares = local_sum(d, [&](int j, int i) {
      most = std::max(most, std::abs(at(j, i)));
      return at(j, i) * at(j, i);
    });
    const auto cells = static_cast<double>(d.space().nx * d.space().ny);
    return {std::sqrt(global_value(comm(), squares) / cells), comm().max(most)};
  }

 private:
  Communicator world_;
  Case case_;
  Model model_;
};

}  // namespace isotherm::test
