#include "solver/parallel/environment.hpp"

#include <Kokkos_Core.hpp>
#include <csignal>
#include <cstdlib>
#include <mpi.h>
#include <string_view>
#include <unistd.h>

#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

/// Ends this process when MPI takes too long to start or to end, as it does for ever when a rank is stopped,
/// or lost unseen, meanwhile.
class Deadline {
 public:
  Deadline() : before_(std::signal(SIGALRM, give_up)) { ::alarm(seconds()); }
  ~Deadline() {
    ::alarm(0);
    std::signal(SIGALRM, before_);
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

 private:
  static unsigned seconds() {
    const char* sooner = std::getenv("ISOTHERM_TEST_DEADLINE");
    return sooner != nullptr ? static_cast<unsigned>(std::strtoul(sooner, nullptr, 10)) : 600U;
  }
  static void give_up(int) {
    constexpr std::string_view text =
        "isotherm: MPI does not start or end: a rank was lost or is stopped; run the same line again\n";
    constexpr int rank_lost = 71;
    (void)!::write(STDERR_FILENO, text.data(), text.size());
    _exit(rank_lost);
  }
  void (*before_)(int);
};

}  // namespace

struct Environment::KokkosScope {
  Kokkos::ScopeGuard guard;
  KokkosScope(int& argc, char** argv) : guard(argc, argv) {}
};

Environment::Environment(int& argc, char**& argv) {
  setenv("OMPI_MCA_io", "romio321", 0);
  setenv("PMIX_MCA_gds", "hash", 0);
  // Below osc/sm: in Open MPI 4 two communicators that rdma gives windows at once may get the same file.
  setenv("OMPI_MCA_osc_rdma_priority", "99", 0);
  int provided = 0;
  const Deadline deadline;
  check_mpi(MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_set_errhandler(MPI_COMM_SELF, MPI_ERRORS_RETURN);
  kokkos_ = std::make_unique<KokkosScope>(argc, argv);
}

Environment::~Environment() {
  kokkos_.reset();
  const Deadline deadline;
  MPI_Finalize();
}

void Environment::abort(int exit_code) {
  MPI_Abort(MPI_COMM_WORLD, exit_code);
  std::_Exit(exit_code);
}

}  // namespace isotherm
