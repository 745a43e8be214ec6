#include "solver/diagnostics/face_flows.hpp"

namespace isotherm {

FaceFlows::FaceFlows(const HeatOperator& op, const NonlinearOperator* nonlinear)
    : op_(&op), nonlinear_(nonlinear) {
  if (nonlinear == nullptr) return;
  for (std::size_t axis = 0; axis < (nonlinear->isotropic() ? 1U : 2U); ++axis)
    U_[axis] = Field("potential", op.cells().nx(), op.cells().ny(), 1);
}

void FaceFlows::set(const Field& T, double t) {
  T_ = T.view();
  t_ = t;
  Field none;
  for (int axis = 0; axis < 2; ++axis) {
    Field& U = U_[static_cast<std::size_t>(axis)];
    if (!U.empty()) nonlinear_->set_potential(T, axis, U, none);
  }
}

double FaceFlows::across(int axis, int j, int i, int before_j, int before_i) const {
  const auto conductance = [&](const FaceConductances& g) { return (axis == 0 ? g.x : g.y).view()(j, i); };
  if (nonlinear_ == nullptr) {
    const auto& uniform = op_->uniform();
    const double g = !uniform    ? conductance(op_->conductances())
                     : axis == 0 ? uniform->conductance_x
                                 : uniform->conductance_y;
    return g * (T_(before_j, before_i) - T_(j, i));
  }
  if (const auto join = material_join(*op_, j, i, axis))
    return join_flux(*join, T_(before_j, before_i), T_(j, i)).power;
  const auto U = (nonlinear_->isotropic() ? U_[0] : U_[static_cast<std::size_t>(axis)]).view();
  return conductance(nonlinear_->conductances()) * (U(before_j, before_i) - U(j, i));
}

double FaceFlows::wall(std::size_t f) const {
  const LocalCell& cell = op_->walls().entries()[op_->walls().faces()[f].entry];
  return op_->walls().face_power(f, t_, T_(cell.j, cell.i));
}

}  // namespace isotherm
