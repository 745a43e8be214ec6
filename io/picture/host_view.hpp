#pragma once
// A field's cells where the host can read them.

#include <vector>

#include "solver/grid/field.hpp"
#include "solver/grid/loops.hpp"

namespace isotherm {

/// Owned cells and one layer of ghost cells on the host: the field itself, or a copy where kernels run on a
/// device.
class HostView {
 public:
  explicit HostView(const Field& field) : view_(field.view()) {
    if constexpr (!runs_on_host) {
      copy_ = field.to_host(1);
      view_ = {copy_.data() + field.nx() + 3, field.nx() + 2};
    }
  }
  HostView(const HostView&) = delete;
  HostView& operator=(const HostView&) = delete;
  double operator()(std::ptrdiff_t j, std::ptrdiff_t i) const { return view_(j, i); }

 private:
  std::vector<double> copy_;
  FieldView<const double> view_;
};

}  // namespace isotherm
