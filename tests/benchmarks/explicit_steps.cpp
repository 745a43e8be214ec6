// Explicit steps side by side in one run: copies, the best plain sweeps, the program's steps one by one, and
// fused steps with their halo exchange.
//   bench_explicit_steps N ROUNDS uniform|general     N x N cells; prints one JSON object from rank 0
// Rates are medians over the rounds, of all ranks together; ratios are medians of the rounds' ratios.

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "io/config/load.hpp"
#include "run/model.hpp"
#include "solver/grid/halo_exchange.hpp"
#include "solver/operators/blocked_sweep.hpp"
#include "solver/operators/explicit_sweep.hpp"
#include "solver/parallel/environment.hpp"
#include "solver/time/forward_euler.hpp"

#if defined(__AVX512F__) || defined(__AVX__)
#include <immintrin.h>
#endif

namespace isotherm {
namespace {

std::string case_text(const std::string& cells, bool general) {
  const std::string disc = general ? ", {material: b, circle: {center: [0.5, 0.5], radius: 0.3}}" : "";
  return "title: benchmark\ndomain: {size: [1, 1], cells: [" + cells + ", " + cells + "]}\n" +
         "materials:\n  a: {conductivity: 1, density: 1, specific_heat: 1}\n" +
         (general ? "  b: {conductivity: 2, density: 3, specific_heat: 1}\n" : "") +
         "regions: [{material: a}" + disc + "]\n" +
         "initial: {temperature: \"300 + 50*sin(7*x)*cos(5*y)\"}\n" +
         "boundaries: {left: {temperature: 310}, right: {insulated: true}, bottom: {temperature: 290}, "
         "top: {convection: {coefficient: 5, ambient: 280}}}\n" +
         "time: {end: 1, method: forward-euler}\n";
}

/// Two arrays out of every cache.
class Copies {
 public:
  void ordinary() {
    for (std::size_t i = 0; i < count; ++i) to_[i] = from_[i];
    std::swap(from_, to_);
  }
  void past_the_caches() {
#if defined(__AVX512F__)
    for (std::size_t i = 0; i < count; i += 8) _mm512_stream_pd(&to_[i], _mm512_loadu_pd(&from_[i]));
    _mm_sfence();
#elif defined(__AVX__)
    for (std::size_t i = 0; i < count; i += 4) _mm256_stream_pd(&to_[i], _mm256_loadu_pd(&from_[i]));
    _mm_sfence();
#else
    ordinary();
#endif
  }
  static constexpr std::size_t count = std::size_t{1} << 25;

 private:
  Field a_{"copy, from", static_cast<int>(count), 1, 0};
  Field b_{"copy, to", static_cast<int>(count), 1, 0};
  double* from_ = a_.view().origin;
  double* to_ = b_.view().origin;
};

/// One step with a vector inner loop over so many rows at once, from one array into another; walls left out.
template <class Rows>
void plain_sweep(Field& T, Field& T_new, int rows_at_once, const Rows& rows) {
  for (int j = 0; j < T.ny(); j += rows_at_once) {
    rows(T.view(), T_new.view(), std::min(j, T.ny() - rows_at_once), T.nx());
  }
  swap(T, T_new);
}

class Benchmark {
 public:
  Benchmark(const Communicator& comm, const Case& the_case)
      : comm_(&comm),
        model_(comm, the_case),
        step_(model_.clock().dt()),
        one_by_one_(model_.op(), model_.clock(), TimeBlock{}) {
    model_.set_initial_temperature();
    const auto block = choose_time_block(model_.decomposition(), model_.op().uniform().has_value(),
                                         the_case.numerics.time_block, the_case.numerics.strip_width);
    fused_steps_ = block.steps;
    fused_ = std::make_unique<BlockedSweep>(model_.op(), block);
    fused_->set_step(step_);
    halo_ = std::make_unique<HaloExchange>(model_.decomposition(), block.steps, HaloExchange::Corners::yes);
    loads_.assign(static_cast<std::size_t>(block.steps), &load_);
    model_.op().walls().evaluate(0.0, load_);
    taps_.assign(model_.op().walls().entries().size(), 0.0);
    taps_of_step_.assign(loads_.size(), taps_.data());
    T_new_ = Field("next", model_.T().nx(), model_.T().ny(), model_.op().halo());
    if (model_.op().uniform()) return;
    rc_ = Field("dt / C", model_.T().nx(), model_.T().ny(), model_.op().halo());
    for_each_cell("dt / C", {0, rc_.nx(), 0, rc_.ny()},
                  [&](int j, int i) { rc_.view()(j, i) = step_ / model_.op().capacity_at(j, i); });
  }

  int fused_steps() const { return fused_steps_; }

  /// Seconds of the slowest rank, by what is measured.
  std::map<std::string, double> round() {
    std::map<std::string, double> seconds;
    seconds["copy"] = time([&] { copies_.ordinary(); });
    seconds["copy_nontemporal"] = time([&] { copies_.past_the_caches(); });
    seconds["plain"] = time([&] { model_.op().uniform() ? plain_uniform() : plain_general(); });
    seconds["stepped"] = time([&] { one_by_one_.advance(model_.T(), model_.clock(), {}, model_.energy()); });
    seconds["fused"] = time([&] {
      halo_->exchange(model_.T());
      fused_->advance(model_.T(), loads_, taps_of_step_, {});
    });
    return seconds;
  }

 private:
  double time(const std::function<void()>& work) const {
    comm_->barrier();
    const auto begin = std::chrono::steady_clock::now();
    work();
    return comm_->max(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
  }

  /// Cells are square. Two rows at once share what they load: a third faster than one (in general material a
  /// fifth slower).
  void plain_uniform() {
    const UniformStep step(*model_.op().uniform(), step_);
    plain_sweep(model_.T(), T_new_, 2, [&](const auto& old, const auto& next, int j, int nx) {
      const double *const S = old.row(j - 1), *const lower = old.row(j);
      const double *const upper = old.row(j + 1), *const N = old.row(j + 2);
      double *const out = next.row(j), *const out_upper = next.row(j + 1);
#pragma GCC ivdep
      for (int i = 0; i < nx; ++i) {
        out[i] = step.next<true>(lower[i], lower[i - 1], lower[i + 1], S[i], upper[i]);
        out_upper[i] = step.next<true>(upper[i], upper[i - 1], upper[i + 1], lower[i], N[i]);
      }
    });
  }

  void plain_general() {
    const auto gx = model_.op().conductances().x.view();
    const auto gy = model_.op().conductances().y.view();
    const auto rc = rc_.view();
    plain_sweep(model_.T(), T_new_, 1, [&](const auto& old, const auto& next, int j, int nx) {
      const double *const C = old.row(j), *const S = old.row(j - 1), *const N = old.row(j + 1);
      const double *const x = gx.row(j), *const y = gy.row(j), *const y_north = gy.row(j + 1);
      const double* const r = rc.row(j);
      double* const out = next.row(j);
#pragma GCC ivdep
      for (int i = 0; i < nx; ++i) {
        out[i] = general_step(r[i], x[i], x[i + 1], y[i], y_north[i], C[i], C[i - 1], C[i + 1], S[i], N[i]);
      }
    });
  }

  const Communicator* comm_;
  Model model_;
  double step_;
  ForwardEuler one_by_one_;  ///< the program's stepper where steps are not fused
  int fused_steps_ = 0;
  std::unique_ptr<BlockedSweep> fused_;
  std::unique_ptr<HaloExchange> halo_;
  WallLoads load_;
  std::vector<const WallLoads*> loads_;
  std::vector<double> taps_;
  std::vector<double*> taps_of_step_;
  Field T_new_;
  Field rc_;
  Copies copies_;
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

nlohmann::json measure(const Communicator& comm, const std::string& cells, int rounds, bool general) {
  const Case the_case = load_case(case_text(cells, general), "benchmark.yaml", {});
  Benchmark benchmark(comm, the_case);
  std::map<std::string, std::vector<double>> values;
  const double n = std::stod(cells);
  for (int round = -1; round < rounds; ++round) {
    auto seconds = benchmark.round();
    if (round < 0) continue;  // memory is touched, caches are warm
    const double copied = 16e-9 * static_cast<double>(Copies::count) * comm.size();
    const double streaming = copied / seconds["copy_nontemporal"] / 16.0;
    const double plain = 1e-9 * n * n / seconds["plain"];
    const double fused = 1e-9 * n * n * benchmark.fused_steps() / seconds["fused"];
    values["copy_GBs"].push_back(copied / seconds["copy"]);
    values["copy_nontemporal_GBs"].push_back(copied / seconds["copy_nontemporal"]);
    values["plain_GLUPs"].push_back(plain);
    values["stepped_over_plain"].push_back(seconds["plain"] / seconds["stepped"]);
    values["plain_over_copy"].push_back(16.0 * plain / (copied / seconds["copy"]));
    values["fused_GLUPs"].push_back(fused);
    values["fused_over_plain"].push_back(fused / plain);
    values["fused_over_streaming"].push_back(fused / streaming);
  }
  nlohmann::json result{{"cells", n},
                        {"ranks", comm.size()},
                        {"material", general ? "general" : "uniform"},
                        {"fused_steps", benchmark.fused_steps()},
                        {"rounds", rounds}};
  for (auto& [name, all] : values) {
    result[name] = median(all);
    result["spread"][name] = {*std::min_element(all.begin(), all.end()),
                              *std::max_element(all.begin(), all.end())};
  }
  return result;
}

}  // namespace
}  // namespace isotherm

int main(int argc, char** argv) {
  using namespace isotherm;
  try {
    Environment environment(argc, argv);
    const Communicator world(MPI_COMM_WORLD);
    if (argc != 4) {
      if (world.is_root()) std::cerr << "usage: bench_explicit_steps N ROUNDS uniform|general\n";
      return 64;
    }
    const auto result = measure(world, argv[1], std::atoi(argv[2]), std::string(argv[3]) == "general");
    if (world.is_root()) std::cout << result.dump() << "\n";
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "bench_explicit_steps: " << error.what() << "\n";
    return 70;
  }
}
