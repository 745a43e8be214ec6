#pragma once
// Errors of the environment: MPI calls that return an error class.

#include <mpi.h>
#include <stdexcept>
#include <string>

namespace isotherm {

/// A failed MPI call; `what()` names the call and MPI's own words.
class MpiError : public std::runtime_error {
 public:
  MpiError(int code, const std::string& call);
  int code() const { return code_; }

 private:
  int code_;
};

/// Throws MpiError unless the code is MPI_SUCCESS. Not collective.
void check_mpi(int code, const char* call);

}  // namespace isotherm
