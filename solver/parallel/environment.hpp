#pragma once
// Owner of the MPI and Kokkos run times.

#include <memory>

namespace isotherm {

/// Initialises MPI (funneled) and Kokkos, finalises both when it dies; exactly one per process, outliving
/// every other owner of an MPI or Kokkos resource.
///
/// Before MPI_Init it sets, unless the user's environment already does: the MPI-IO component that reports
/// a full disk truthfully (romio321; OMPIO was seen to report success with most of the data missing), and
/// the store of PMIx that needs no lock in shared memory (hash; a rank killed while it held the lock of
/// ds21 left mpiexec hanging for ever). A one-sided component on which Compare_and_swap is safe is not
/// needed: only Accumulate and Fetch_and_op are used.
///
/// MPI is given ten minutes to start, and as much to end; then this process ends with exit code 71, and with
/// it the job.
class Environment {
 public:
  Environment(int& argc, char**& argv);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  /// Ends every rank of the job at once with this exit code. For errors after which a collective
  /// operation could hang. Not collective.
  [[noreturn]] static void abort(int exit_code);

 private:
  struct KokkosScope;
  std::unique_ptr<KokkosScope> kokkos_;
};

}  // namespace isotherm
