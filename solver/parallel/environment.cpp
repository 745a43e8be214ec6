#include "solver/parallel/environment.hpp"

#include <Kokkos_Core.hpp>
#include <cstdlib>
#include <mpi.h>

#include "solver/parallel/error.hpp"

namespace isotherm {

struct Environment::KokkosScope {
  Kokkos::ScopeGuard guard;
  KokkosScope(int& argc, char** argv) : guard(argc, argv) {}
};

Environment::Environment(int& argc, char**& argv) {
  setenv("OMPI_MCA_io", "romio321", 0);
  int provided = 0;
  check_mpi(MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_set_errhandler(MPI_COMM_SELF, MPI_ERRORS_RETURN);
  kokkos_ = std::make_unique<KokkosScope>(argc, argv);
}

Environment::~Environment() {
  kokkos_.reset();
  MPI_Finalize();
}

void Environment::abort(int exit_code) {
  MPI_Abort(MPI_COMM_WORLD, exit_code);
  std::_Exit(exit_code);
}

}  // namespace isotherm
