#pragma once
// Heat that flows through lines, between parts, through contacts and through walls.

#include <string>
#include <variant>
#include <vector>

#include "solver/diagnostics/face_flows.hpp"
#include "solver/parallel/exact_sum.hpp"

namespace isotherm {

/// A line along a grid line: the nearest one of its direction. Positive towards larger x or y; faces count
/// whose centre lies in [from, to).
struct FlowThroughLine {
  Point from;
  Point to;
};
/// All faces between two groups of regions; positive from the first to the second.
struct FlowBetween {
  std::vector<std::size_t> from;
  std::vector<std::size_t> to;
};
/// All faces of a contact (index into HeatProblem::contacts); positive from its first part to its second.
struct FlowThroughContact {
  std::size_t contact;
};
/// All faces of a wall with this condition, a stretch's or a void's; positive into the body.
struct FlowThroughWall {
  const WallCondition* condition;
};

struct FlowColumn {
  std::string name;
  std::variant<FlowThroughLine, FlowBetween, FlowThroughContact, FlowThroughWall> what;
};

/// The flows that a case has by itself: contacts (contact.A.B); the stretches of sides that are cut
/// (wall.top.0); the walls of voids, where there are several (wall.NAME, or wall.region.N).
std::vector<FlowColumn> flows_of(const HeatProblem& problem);

/// Evaluates flows, in W (W/m in the plane), as exact sums over faces.
class Flows {
 public:
  /// `op` must outlive it. Not collective.
  Flows(const HeatOperator& op, const std::vector<FlowColumn>& columns);

  std::size_t size() const { return size_; }
  /// This rank's share of each column. Not collective.
  std::vector<ExactSum> local(const FaceFlows& faces) const;

 private:
  /// The face of an owned cell towards the cell before it in x or y.
  struct Face {
    int j;
    int i;
    bool across_x;
    double sign;
    std::size_t column;
  };
  struct WallTerm {
    std::size_t face;
    double sign;
    std::size_t column;
  };
  void add_line(const FlowThroughLine& line, std::size_t column);
  void add_between(const FlowBetween& parts, std::size_t column);
  void add_contact(std::size_t contact, std::size_t column);
  void add_wall(const WallCondition* condition, std::size_t column);
  template <class Sign>
  void add_faces(std::size_t column, Sign&& sign);

  const HeatOperator* op_;
  std::size_t size_;
  std::vector<Face> faces_;
  std::vector<WallTerm> walls_;
};

}  // namespace isotherm
