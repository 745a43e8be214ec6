#pragma once
// Owner of an HDF5 identifier, and HDF5's errors as exceptions.

#include <hdf5.h>
#include <string>
#include <string_view>
#include <utility>

#include "io/io_error.hpp"

namespace isotherm {

/// What HDF5 reports of its last failure; empty when there was none. Not collective.
std::string hdf5_error_text();

/// Throws IoError, naming the call and HDF5's reason, when a result is negative.
template <class Result>
Result check_hdf5(Result result, std::string_view call) {
  if (result < 0) throw IoError("HDF5 failed in " + std::string(call) + ": " + hdf5_error_text());
  return result;
}

/// Move-only owner of an identifier.
class Hdf5Handle {
 public:
  using Close = herr_t (*)(hid_t);
  /// Takes over `id`; IoError, naming the call, when it is negative.
  Hdf5Handle(hid_t id, Close closer, std::string_view call) : id_(check_hdf5(id, call)), close_(closer) {}
  ~Hdf5Handle() {
    if (id_ >= 0) close_(id_);
  }
  Hdf5Handle(Hdf5Handle&& other) noexcept : id_(std::exchange(other.id_, -1)), close_(other.close_) {}
  Hdf5Handle& operator=(Hdf5Handle&& other) noexcept {
    std::swap(id_, other.id_);
    std::swap(close_, other.close_);
    return *this;
  }
  Hdf5Handle(const Hdf5Handle&) = delete;
  Hdf5Handle& operator=(const Hdf5Handle&) = delete;

  operator hid_t() const { return id_; }
  /// Closes now and reports a failure.
  void close() { check_hdf5(close_(std::exchange(id_, -1)), "close"); }
  /// Never closes: for when to close could hang.
  void abandon() { id_ = -1; }

 private:
  hid_t id_;
  Close close_;
};

}  // namespace isotherm
