#include "solver/diagnostics/diagnostics.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

namespace isotherm {
namespace {

constexpr std::int64_t slot_count = 16;
constexpr std::size_t header_words = 1;  // rows taken out by the root

// A slot: the count of shares, the exact sums (heat, supplied, volume * T, each wall group, liquid volume,
// heat moved), the probes' bits (all by MPI_SUM), then the extremes (by MPI_MAX).
constexpr std::size_t sum_count = 5 + wall_group_count;
constexpr std::size_t sums_at = 1;
constexpr std::size_t probes_at = sums_at + sum_count * ExactSum::word_count;
constexpr std::size_t extreme_count = 3;  // t_max, -t_min, rate_max

/// An integer that grows with the double; NaN is above all.
std::int64_t ordered(double value) {
  if (std::isnan(value)) return std::numeric_limits<std::int64_t>::max();
  const auto bits = std::bit_cast<std::int64_t>(value + 0.0);
  return bits >= 0 ? bits : std::numeric_limits<std::int64_t>::min() - bits;
}

double from_ordered(std::int64_t code) {
  if (code == std::numeric_limits<std::int64_t>::max()) return std::numeric_limits<double>::quiet_NaN();
  return std::bit_cast<double>(code >= 0 ? code : std::numeric_limits<std::int64_t>::min() - code);
}

void append(std::vector<std::int64_t>& words, const ExactSum& sum) {
  const auto add = sum.words();
  words.insert(words.end(), add.begin(), add.end());
}

}  // namespace

DiagnosticsWindow::DiagnosticsWindow(const Communicator& comm, std::size_t probe_count, double total_volume,
                                     ExactSum heat_at_start, Sink sink)
    : comm_(&comm),
      probe_count_(probe_count),
      total_volume_(total_volume),
      heat_at_start_(heat_at_start),
      sink_(std::move(sink)),
      words_per_slot_(probes_at + probe_count + extreme_count),
      window_(comm, header_words + slot_count * words_per_slot_) {
  if (comm.is_root()) {
    for (std::int64_t row = 0; row < slot_count; ++row) clear_slot(row);
    window_.sync();
  }
  comm.barrier();
}

std::size_t DiagnosticsWindow::slot_begin(std::int64_t row) const {
  return header_words + static_cast<std::size_t>(row % slot_count) * words_per_slot_;
}

void DiagnosticsWindow::clear_slot(std::int64_t row) {
  const auto slot = window_.local().subspan(slot_begin(row), words_per_slot_);
  std::fill(slot.begin(), slot.end(), std::int64_t{0});
  std::fill(slot.end() - extreme_count, slot.end(), std::numeric_limits<std::int64_t>::min());
}

void DiagnosticsWindow::wait_for_slot(std::int64_t row) {
  while (row - taken_ >= slot_count) {
    if (comm_->is_root()) {
      harvest();
    } else {
      taken_ = window_.fetch_and_add(0, 0);
    }
  }
}

void DiagnosticsWindow::contribute(std::int64_t step, double time, double source_power,
                                   const DiagnosticsShare& share) {
  const std::int64_t row = contributed_++;
  wait_for_slot(row);
  if (comm_->is_root()) pending_.push_back({step, time, source_power});

  std::vector<std::int64_t> sums;
  sums.reserve(words_per_slot_);
  append(sums, share.heat);
  append(sums, share.supplied);
  append(sums, share.volume_times_T);
  for (const auto& power : share.wall_power) append(sums, power);
  append(sums, share.liquid_volume);
  append(sums, share.moved);
  for (std::size_t p = 0; p < probe_count_; ++p) {
    sums.push_back(share.owns_probe[p] != 0 ? std::bit_cast<std::int64_t>(share.probes[p]) : 0);
  }
  const std::array<std::int64_t, extreme_count> extremes{ordered(share.t_max), ordered(-share.t_min),
                                                         ordered(share.rate_max)};
  const std::size_t slot = slot_begin(row);
  window_.accumulate(slot + sums_at, sums, MPI_SUM);
  window_.accumulate(slot + probes_at + probe_count_, extremes, MPI_MAX);
  window_.flush();
  window_.fetch_and_add(slot, 1);  // only now does this share count
}

void DiagnosticsWindow::harvest() {
  if (!comm_->is_root()) return;
  while (!pending_.empty() && take(taken_)) {
  }
}

void DiagnosticsWindow::drain() {
  while (!pending_.empty()) harvest();
}

bool DiagnosticsWindow::take(std::int64_t row) {
  if (window_.fetch_and_add(slot_begin(row), 0) < comm_->size()) return false;
  window_.sync();
  const auto slot = std::as_const(window_).local().subspan(slot_begin(row), words_per_slot_);
  const auto sum = [&](std::size_t n) {
    return ExactSum::from_words(slot.subspan(sums_at + n * ExactSum::word_count, ExactSum::word_count));
  };
  DiagnosticsRow out;
  out.step = pending_.front().step;
  out.time = pending_.front().time;
  out.source_power = pending_.front().source_power;
  ExactSum balance = sum(0);
  out.heat = balance.value();
  balance.subtract(heat_at_start_);
  balance.subtract(sum(1));
  out.balance = balance.value();
  out.t_mean = sum(2).value() / total_volume_;
  for (std::size_t g = 0; g < wall_group_count; ++g) out.wall_power[g] = sum(3 + g).value();
  out.liquid_volume = sum(3 + wall_group_count).value();
  out.moved = sum(4 + wall_group_count).value();
  for (std::size_t p = 0; p < probe_count_; ++p)
    out.probes.push_back(std::bit_cast<double>(slot[probes_at + p]));
  const auto extremes = slot.subspan(probes_at + probe_count_, extreme_count);
  out.t_max = from_ordered(extremes[0]);
  out.t_min = 0.0 - from_ordered(extremes[1]);
  out.rate_max = from_ordered(extremes[2]);

  clear_slot(row);
  window_.sync();
  pending_.pop_front();
  taken_ = window_.fetch_and_add(0, 1) + 1;  // the slot is free for row + slot_count
  sink_(out);
  return true;
}

}  // namespace isotherm
