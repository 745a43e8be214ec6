#include "solver/parallel/error.hpp"

namespace isotherm {
namespace {

std::string describe(int code, const std::string& call) {
  char text[MPI_MAX_ERROR_STRING] = "";
  int length = 0;
  MPI_Error_string(code, text, &length);
  return call + ": " + std::string(text, static_cast<std::size_t>(length));
}

}  // namespace

MpiError::MpiError(int code, const std::string& call)
    : std::runtime_error(describe(code, call)), code_(code) {}

void check_mpi(int code, const char* call) {
  if (code != MPI_SUCCESS) throw MpiError(code, call);
}

}  // namespace isotherm
