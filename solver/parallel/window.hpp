#pragma once
// Owner of a window of memory that other ranks reach one-sidedly.

#include <cstdint>
#include <mpi.h>
#include <span>

#include "solver/parallel/communicator.hpp"

namespace isotherm {

/// 64-bit words on the root rank, zero at first, in one passive-target epoch for all of its life. Other ranks
/// touch them by MPI_Accumulate and MPI_Fetch_and_op only: these are atomic per word, and right with every
/// one-sided component (MPI_Compare_and_swap is not: it was seen to crash).
class Window {
 public:
  /// Collective.
  Window(const Communicator& comm, std::size_t words);
  ~Window();  // Collective.
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Combines words [at, at + values.size()) of the root with `values` by MPI_SUM or MPI_MAX. Complete only
  /// after flush(), and `values` must stay until then. Not collective.
  void accumulate(std::size_t at, std::span<const std::int64_t> values, MPI_Op op);
  /// Adds to one word and returns what it was; adding 0 reads it. Complete on return. Not collective.
  std::int64_t fetch_and_add(std::size_t at, std::int64_t value);
  /// Completes all operations of this rank at the root. Not collective.
  void flush();

  /// Root rank: the words themselves. Between calls of sync() they may be read and written where the
  /// protocol of the user says that no other rank touches them.
  std::span<std::int64_t> local() { return {memory_, here_}; }
  std::span<const std::int64_t> local() const { return {memory_, here_}; }
  void sync();

 private:
  std::int64_t* memory_ = nullptr;
  std::size_t here_ = 0;
  MPI_Win window_ = MPI_WIN_NULL;
};

}  // namespace isotherm
