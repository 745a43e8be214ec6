#include "run/calibrate.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <malloc.h>
#include <memory>
#include <optional>
#include <stdexcept>

#include "io/picture/png.hpp"
#include "io/provenance.hpp"
#include "run/file_sizes.hpp"
#include "run/pictures.hpp"
#include "run/simulation.hpp"
#include "run/stopwatch.hpp"
#include "solver/time/numerical_error.hpp"

namespace isotherm {
namespace {

constexpr double most_cells_per_rank = 1e6;
constexpr double most_explicit_cells = 4e6;  // of a rank, where a step is cheap
constexpr double most_cells_to_try = 4e6;    // of a rank: when coarser grids are refused
constexpr std::int64_t least_cells = 16;     // along an axis
/// Per rank, what the first file takes and keeps: pages of HDF5 and MPI-IO, and what these set up.
constexpr double bytes_of_files = 2.4e6;
/// Per pixel, on the rank that owns it: its value, and what is known of voids there.
constexpr double bytes_of_own_pixel = sizeof(double) + 2.0;
/// Per cell, where snapshots hold the heat flux.
constexpr double bytes_of_flux = 16.0;

/// A figure of /proc/self/status, in bytes.
double own_memory(const std::string& key) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(key + ":")) return 1024.0 * std::stod(line.substr(key.size() + 1));
  }
  return 0.0;
}

/// From here on VmHWM counts anew (proc(5), clear_refs), where the system allows it.
void forget_peak() {
  malloc_trim(0);
  std::ofstream("/proc/self/clear_refs") << "5\n";
}

/// An interval as steps of the case's own grid, so that it comes as often on a coarser one.
Interval in_steps(Interval interval, double step) {
  if (interval.unit != Interval::Unit::simulated || step <= 0.0) return interval;
  const double steps = std::clamp(interval.seconds / step, 1.0, 1e15);
  return {Interval::Unit::steps, static_cast<std::int64_t>(steps), 0.0};
}

/// The case with `share` of its cells along each axis.
Case coarser(Case the_case, double share, double step) {
  OutputSettings& output = the_case.output;
  output.diagnostics = in_steps(output.diagnostics, step);
  if (share >= 1.0) return the_case;
  Domain& domain = the_case.problem.domain;
  const auto fewer = [&](std::int64_t n) {
    const auto wanted = static_cast<std::int64_t>(std::lround(share * static_cast<double>(n)));
    return std::min(n, std::max(least_cells, wanted));
  };
  domain.nx = fewer(domain.nx);
  domain.ny = fewer(domain.ny);
  domain.edges_x.clear();
  domain.edges_y.clear();
  std::erase_if(output.probes, [](const ProbeSettings& probe) { return probe.is_cell; });
  // A step of as many cells' widths as on the case's own grid asks as much of a linear solver.
  if (the_case.time.step) *the_case.time.step /= share * share;
  return the_case;
}

/// A coarser case without an end for as long as it is measured; `step` is that of the case's own grid.
Case endless(Case the_case, double share, double step) {
  constexpr double many_steps = 1e7;
  the_case.time.end = std::max(the_case.time.end, the_case.time.start + many_steps * step / (share * share));
  return the_case;
}

/// One run of a coarser case.
class Trial {
 public:
  Trial(const Communicator& comm, Case the_case) : comm_(comm), case_(std::move(the_case)) {
    forget_peak();
    before_ = own_memory("VmRSS");
    const Stopwatch watch;
    model_ = std::make_unique<Model>(comm_, case_);
    set_start();
    setup_seconds_ = watch.seconds();
  }

  Model& model() { return *model_; }

  /// The steps' costs; the seconds that it took, less than `seconds` where the case ended before.
  double run(double seconds, CostModel& costs) {
    // A run stops before its limit by what a checkpoint and two rounds of its control may take.
    constexpr double stops_early = 1.5;
    Progress progress(Progress::Settings{});
    Simulation simulation(*model_,
                          {nullptr, nullptr, nullptr, nullptr, nullptr, &progress, [this] { set_start(); }},
                          seconds + stops_early, std::nullopt);
    const Stopwatch watch;
    const Outcome outcome = simulation.run();
    const double passed = comm_.max(watch.seconds());
    const double steps = std::max(1.0, static_cast<double>(model_->clock().step()));
    costs.measured_seconds_per_update = passed / steps / comm_.max(own_cells());
    costs.seconds_per_step = 0.0;
    if (outcome.code == ExitCode::done) costs.adaptive_steps = steps;
    costs.bytes_per_row = row_bytes(case_, simulation.last_row().value_or(DiagnosticsRow{}));
    return outcome.code == ExitCode::done ? passed : seconds;
  }

  /// Set-up and memory of the steps, after a run.
  void measure_rest(CostModel& costs) const {
    const double cells = own_cells();
    costs.seconds_per_cell_of_setup = comm_.max(setup_seconds_) / comm_.max(cells);
    costs.bytes_per_cell = comm_.max(std::max(0.0, own_memory("VmHWM") - before_) / cells);
    if (case_.output.heat_flux) costs.bytes_per_cell += bytes_of_flux;
    costs.uniform_bytes_per_cell = costs.bytes_per_cell;
    costs.bytes_per_rank = comm_.max(before_) + bytes_of_files;
  }

  /// Bytes of the picture of the present state, and what drawing it takes.
  double measure_picture(CostModel& costs) const {
    const PictureSettings& settings = case_.output.pictures;
    const double peak = own_memory("VmHWM");
    const Stopwatch watch;
    const Canvas canvas = PictureWriter(model_->decomposition(), model_->grid(), &case_.problem,
                                        {{}, settings.style, picture_subject(case_, false), settings.width})
                              .draw(model_->clock().step(), model_->clock().time(), model_->T());
    const double bytes = comm_.is_root() ? static_cast<double>(png_bytes(canvas).size()) : 0.0;
    const PixelSize size = fit_pixels(model_->grid(), settings.width);
    costs.bytes_of_pixels = bytes_of_own_pixel * static_cast<double>(size.width) * size.height;
    const double own = costs.bytes_of_pixels / comm_.size();
    costs.bytes_of_first_rank = comm_.is_root() ? std::max(0.0, own_memory("VmHWM") - peak - own) : 0.0;
    costs.seconds_per_picture = comm_.max(watch.seconds());
    return bytes;
  }

 private:
  double own_cells() const {
    return static_cast<double>(model_->T().nx()) * static_cast<double>(model_->T().ny());
  }

  void set_start() {
    if (case_.problem.initial.file.empty()) {
      model_->set_initial_temperature();
    } else {
      const double middle = case_.problem.unit == TemperatureUnit::celsius ? 20.0 : 293.15;
      model_->T().fill(middle);
    }
  }

  const Communicator& comm_;
  Case case_;
  std::unique_ptr<Model> model_;
  double before_ = 0.0;
  double setup_seconds_ = 0.0;
};

/// The method and the steps that the case will take on its own grid, of which the trial has `share`.
CostModel with_steps(const Case& the_case, const Model& trial, double share) {
  CostModel costs;
  costs.reserve = 1.5;
  costs.largest_stable_step = trial.largest_stable_step() * share * share;
  costs.method = choose_method(the_case, *costs.largest_stable_step).method;
  return costs;
}

/// What the files of the run will say of it.
std::map<std::string, std::string> provenance_of_run(const Case& the_case, const Model& trial,
                                                     const PlannedRun& planned) {
  auto facts = collect_provenance(trial.decomposition());
  const auto [px, py] = blocks_of(the_case, planned.ranks);
  facts["ranks"] = std::to_string(planned.ranks);
  facts["decomposition"] = fmt::format("{} x {}", px, py);
  facts["command"] = planned.command;
  return facts;
}

double cells_of(const Case& the_case) {
  const Domain& domain = the_case.problem.domain;
  return static_cast<double>(domain.nx) * static_cast<double>(domain.ny);
}

CostModel measure(const Communicator& comm, const Case& the_case, double share, double seconds,
                  const PlannedRun& planned) {
  auto trial = std::make_unique<Trial>(comm, coarser(the_case, share, 0.0));
  CostModel costs = with_steps(the_case, trial->model(), share);
  Case timed = the_case;
  timed.time.method = *costs.method;
  const double step = plan_case(the_case, 1, costs).step;
  if (timed.time.method == Method::backward_euler) timed.time.step = step;  // auto may have chosen it
  const double first_picture = trial->measure_picture(costs);
  if (share < 1.0 && (*costs.method == Method::forward_euler || *costs.method == Method::rkl2)) {
    const double tried = share * share * cells_of(the_case) / comm.size();
    share *= std::sqrt(std::clamp(largest_block(the_case, planned.ranks) / tried, 1.0,
                                  most_explicit_cells / most_cells_per_rank));
    share = std::min(share, 1.0);
  }
  trial = nullptr;  // its memory is used again
  timed = coarser(timed, share, step);
  trial = std::make_unique<Trial>(comm, timed);
  const double passed = trial->run(seconds, costs);
  trial->measure_rest(costs);
  costs.bytes_of_last_picture = trial->measure_picture(costs);
  costs.bytes_per_picture = 0.5 * (first_picture + costs.bytes_of_last_picture);
  const auto provenance = provenance_of_run(the_case, trial->model(), planned);
  costs.checkpoint_bytes = checkpoint_bytes(the_case, trial->model(), provenance);
  costs.snapshot_bytes = snapshot_bytes(the_case, trial->model(), provenance);
  if (passed < seconds && share < 1.0 && step > 0.0) {  // so few steps are a poor measure
    const double row = costs.bytes_per_row;
    trial = nullptr;
    Trial(comm, endless(timed, share, step)).run(seconds - passed, costs);
    costs.bytes_per_row = row;
  }
  return costs;
}

}  // namespace

CostModel calibrate(const Communicator& comm, const Case& the_case, const PlannedRun& planned,
                    double seconds) {
  const double cells = cells_of(the_case);
  const double wanted = std::min(largest_block(the_case, planned.ranks), most_cells_per_rank) * comm.size();
  for (double share = std::min(1.0, std::sqrt(wanted / cells));; share = std::min(1.0, 2.0 * share)) {
    try {
      CostModel costs = measure(comm, the_case, share, seconds, planned);
      costs.measured_with_halo = comm.size() > 1 && comm.size() == planned.ranks;
      return costs;
    } catch (const std::invalid_argument&) {
      // A grid so coarse may lose a shape; the case's own may not.
      if (share >= 1.0) throw;
    }
    if (4.0 * share * share * cells > most_cells_to_try * comm.size()) {
      throw std::invalid_argument("no coarser grid of this case can be measured: use --stated");
    }
  }
}

}  // namespace isotherm
