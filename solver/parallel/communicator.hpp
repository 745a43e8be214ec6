#pragma once
// Owner of a communicator, and the few collectives that the program speaks.

#include <cstdint>
#include <mpi.h>
#include <new>
#include <span>
#include <string>
#include <vector>

namespace isotherm {

/// Move-only owner of an MPI communicator whose errors return (and are thrown as MpiError).
class Communicator {
 public:
  /// Duplicates `parent`. Collective over it.
  explicit Communicator(MPI_Comm parent);
  /// Takes over a communicator that this object will free. Not collective.
  static Communicator adopt(MPI_Comm comm);
  ~Communicator();
  Communicator(Communicator&& other) noexcept;
  Communicator& operator=(Communicator&& other) noexcept;
  Communicator(const Communicator&) = delete;
  Communicator& operator=(const Communicator&) = delete;

  MPI_Comm get() const { return comm_; }
  int rank() const { return rank_; }
  int size() const { return size_; }
  bool is_root() const { return rank_ == 0; }

  /// The ranks with the same colour, in the order of this communicator. Collective.
  Communicator split(int color) const;
  /// Of every rank the lowest rank with which it shares memory. Collective.
  std::vector<std::int64_t> nodes() const;

  void barrier() const;                            ///< Collective.
  double max(double value) const;                  ///< Collective; NaN wins.
  double min(double value) const;                  ///< Collective; NaN wins.
  std::int64_t max(std::int64_t value) const;      ///< Collective.
  std::int64_t sum(std::int64_t value) const;      ///< Collective.
  void sum(std::span<std::int64_t> values) const;  ///< Collective, in place, elementwise.
  void max(std::span<double> values) const;        ///< Collective, in place, elementwise; NaN wins.
  std::string broadcast(std::string text, int root = 0) const;     ///< Collective.
  std::int64_t broadcast(std::int64_t value, int root = 0) const;  ///< Collective.

  /// On the root rank the values of all ranks, one rank after another; empty elsewhere. Fewer than 2^31 in
  /// all. Collective.
  std::vector<double> gather(std::span<const double> values) const;

  /// Agreement on a local failure: returns the message of the lowest rank whose `error` is not empty
  /// (the same on all ranks, prefixed by its rank), or an empty string when none failed. Collective.
  std::string first_error(const std::string& error) const;

 private:
  Communicator() = default;
  MPI_Comm comm_ = MPI_COMM_NULL;
  int rank_ = 0;
  int size_ = 0;
};

/// Runs `action` on every rank and throws `Error` (a std::runtime_error taking a string) on all of them
/// when it threw on any; where memory was short, std::bad_alloc instead. For local work whose failure must
/// not leave others waiting. Collective.
template <class Error, class Action>
void agree(const Communicator& comm, Action&& action) {
  std::string error;
  std::int64_t no_memory = 0;
  try {
    action();
  } catch (const std::bad_alloc&) {
    error = "out of memory";
    no_memory = 1;
  } catch (const std::exception& e) {
    error = e.what();
    if (error.empty()) error = "unknown error";
  }
  error = comm.first_error(error);
  if (error.empty()) return;
  if (comm.max(no_memory) != 0) throw std::bad_alloc();
  throw Error(error);
}

}  // namespace isotherm
