#pragma once
// Fields and states for tests of files, and ways to damage files.

#include <bit>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>

#include "io/checkpoint_state.hpp"
#include "solver/grid/decomposition.hpp"
#include "solver/grid/field.hpp"

namespace isotherm {

/// Prime extents: uneven subdomains, and a last segment that is not full.
inline constexpr IndexSpace sample_space{67, 41, false, false};

inline double sample_value(std::int64_t i, std::int64_t j) {
  return 293.15 + 1e-3 * static_cast<double>(i) + 1.0 / (1.0 + static_cast<double>(j));
}

inline Field sample_field(const Decomposition& decomposition, double scale) {
  const auto& owned = decomposition.owned();
  Field field("sample", owned.nx(), owned.ny(), 2);
  std::vector<double> values;
  for (std::int64_t j = owned.y.begin; j < owned.y.end; ++j) {
    for (std::int64_t i = owned.x.begin; i < owned.x.end; ++i) values.push_back(scale * sample_value(i, j));
  }
  field.from_host(values);
  return field;
}

/// A round void in the middle.
inline Field sample_mask(const Decomposition& decomposition) {
  const auto& owned = decomposition.owned();
  Field mask("mask", owned.nx(), owned.ny(), 0);
  std::vector<double> values;
  for (std::int64_t j = owned.y.begin; j < owned.y.end; ++j) {
    for (std::int64_t i = owned.x.begin; i < owned.x.end; ++i) {
      values.push_back((i - 33) * (i - 33) + (j - 20) * (j - 20) < 100 ? 0.0 : 1.0);
    }
  }
  mask.from_host(values);
  return mask;
}

inline CheckpointState sample_state(std::int64_t step) {
  CheckpointState state;
  state.step = step;
  state.time = 0.1 * static_cast<double>(step);
  state.case_text = "title: \"quotes, \\ and \xc3\xbcmlauts\"\n";
  state.integers["heat"] = {std::numeric_limits<std::int64_t>::min(), -1, 0,
                            std::numeric_limits<std::int64_t>::max()};
  state.integers["empty"] = {};
  state.numbers["history"] = {1.0 / 3.0,
                              -0.0,
                              5e-324,
                              std::numeric_limits<double>::max(),
                              std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()};
  return state;
}

inline void expect_same_state(const CheckpointState& a, const CheckpointState& b) {
  EXPECT_EQ(a.step, b.step);
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.case_text, b.case_text);
  EXPECT_EQ(a.integers, b.integers);
  ASSERT_EQ(a.numbers.size(), b.numbers.size());
  for (const auto& [name, values] : a.numbers) {
    const auto& others = b.numbers.at(name);
    ASSERT_EQ(values.size(), others.size());
    for (std::size_t n = 0; n < values.size(); ++n) {
      EXPECT_EQ(std::bit_cast<std::uint64_t>(values[n]), std::bit_cast<std::uint64_t>(others[n]))
          << name << n;
    }
  }
}

inline void expect_same_bits(const Field& a, const Field& b) {
  EXPECT_EQ(a.to_host(), b.to_host());
}

inline void flip_bit(const std::filesystem::path& path, std::uintmax_t byte, int bit) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(byte));
  const int old = file.get();
  file.seekp(static_cast<std::streamoff>(byte));
  file.put(static_cast<char>(old ^ (1 << bit)));
}

}  // namespace isotherm
