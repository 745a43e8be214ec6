#include "solver/parallel/window.hpp"

#include <algorithm>

#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

constexpr int root = 0;

}  // namespace

Window::Window(const Communicator& comm, std::size_t words) : here_(comm.is_root() ? words : 0) {
  check_mpi(MPI_Win_allocate(static_cast<MPI_Aint>(here_ * sizeof(std::int64_t)), sizeof(std::int64_t),
                             MPI_INFO_NULL, comm.get(), &memory_, &window_),
            "MPI_Win_allocate");
  MPI_Win_set_errhandler(window_, MPI_ERRORS_RETURN);
  std::fill_n(memory_, here_, std::int64_t{0});
  check_mpi(MPI_Win_lock_all(0, window_), "MPI_Win_lock_all");
  sync();
  comm.barrier();  // nobody adds before the words are zero
}

Window::~Window() {
  MPI_Win_unlock_all(window_);
  MPI_Win_free(&window_);
}

void Window::accumulate(std::size_t at, std::span<const std::int64_t> values, MPI_Op op) {
  const int count = static_cast<int>(values.size());
  if (count == 0) return;
  check_mpi(MPI_Accumulate(values.data(), count, MPI_INT64_T, root, static_cast<MPI_Aint>(at), count,
                           MPI_INT64_T, op, window_),
            "MPI_Accumulate");
}

std::int64_t Window::fetch_and_add(std::size_t at, std::int64_t value) {
  std::int64_t before = 0;
  check_mpi(MPI_Fetch_and_op(&value, &before, MPI_INT64_T, root, static_cast<MPI_Aint>(at), MPI_SUM, window_),
            "MPI_Fetch_and_op");
  flush();
  return before;
}

void Window::flush() {
  check_mpi(MPI_Win_flush(root, window_), "MPI_Win_flush");
}

void Window::sync() {
  check_mpi(MPI_Win_sync(window_), "MPI_Win_sync");
}

}  // namespace isotherm
