#include "run/pictures.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

#include "io/config/load.hpp"
#include "run/exit_code.hpp"
#include "run/model.hpp"
#include "solver/diagnostics/heat_flux.hpp"

namespace isotherm {
namespace {

const char* temperature_unit_of(const Case& the_case) {
  return the_case.problem.unit == TemperatureUnit::celsius ? "degC" : "K";
}

/// The blocks of a case on these ranks, or of a grid alone.
IndexSpace space_of(const Grid& grid, const std::optional<Case>& the_case) {
  if (!the_case) return {grid.nx(), grid.ny(), false, false};
  return {grid.nx(), grid.ny(), the_case->problem.periodic_in_x(), the_case->problem.periodic_in_y()};
}

void require_field(const FieldFile& file, const std::string& field) {
  const auto& known = file.fields();
  if (std::ranges::count(known, field) > 0) return;
  throw Failure(ExitCode::usage, fmt::format("--field: {} holds no field '{}'; there are {}, flux",
                                             file.path().string(), field, fmt::join(known, ", ")));
}

/// |q| of a temperature, as the run itself has it. Collective.
Field flux_size(const HeatProblem& problem, const Grid& grid, const Decomposition& decomposition, Field& T,
                double time) {
  std::optional<PropertyTables> tables;
  if (problem.is_nonlinear()) tables.emplace(problem);
  const HeatOperator op(problem, grid, decomposition, T.halo(), tables ? &*tables : nullptr);
  std::optional<NonlinearOperator> nonlinear;
  if (tables) nonlinear.emplace(op, *tables);
  HeatFlux flux(op, nonlinear ? &*nonlinear : nullptr);
  flux.set(T, time);
  return flux.size();
}

}  // namespace

PictureSubject picture_subject(const Case& the_case, bool flux) {
  PictureSubject subject{.title = the_case.title, .steady = the_case.time.method == Method::steady};
  subject.quantity = flux ? "heat flux" : "temperature";
  subject.unit = flux ? "W/m\u00b2" : temperature_unit_of(the_case);
  return subject;
}

FilePicture::FilePicture(const Communicator& comm, const std::filesystem::path& path,
                         FilePictureOptions options)
    : options_(std::move(options)) {
  std::unique_ptr<FieldFile> file;
  agree<IoError>(comm, [&] { file = std::make_unique<FieldFile>(path); });
  step_ = file->step();
  time_ = file->time();
  if (!file->case_text().empty()) case_ = load_case(file->case_text(), "case of " + path.string());
  grid_ = std::make_unique<Grid>(case_ ? make_grid(case_->problem.domain) : file->grid().value());
  if (grid_->nx() != file->nx() || grid_->ny() != file->ny()) {
    throw IoError(path.string() + " has another grid than the case of its run");
  }
  const bool flux = options_.field == "flux";
  if (flux && !case_)
    throw IoError("--field flux needs the case of " + path.string() + ", which is not beside it");
  if (!flux) require_field(*file, options_.field);
  decomposition_ = std::make_unique<Decomposition>(comm, space_of(*grid_, case_));
  agree<IoError>(comm, [&] { read(*file); });
  if (flux) field_ = flux_size(case_->problem, *grid_, *decomposition_, field_, time_);
  subject_ = case_ ? picture_subject(*case_, flux)
                   : PictureSubject{.title = file->title(), .quantity = options_.field, .unit = ""};
  if (!flux && options_.field != "temperature") subject_.quantity = options_.field;
  if (!flux && !file->unit(options_.field).empty()) subject_.unit = file->unit(options_.field);
}

void FilePicture::read(const FieldFile& file) {
  const Subdomain& owned = decomposition_->owned();
  field_ = Field("picture", owned.nx(), owned.ny(), 1);
  field_.from_host(file.read(options_.field == "flux" ? "temperature" : options_.field, owned.x, owned.y));
}

std::pair<double, double> FilePicture::range() const {
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double value : field_.to_host()) {
    if (std::isnan(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  const Communicator& comm = decomposition_->comm();
  return {comm.min(low), comm.max(high)};
}

Canvas FilePicture::draw(const std::optional<std::pair<double, double>>& range) {
  PictureStyle style = options_.style;
  if (range) style.range = range;
  return PictureWriter(*decomposition_, *grid_, case_ ? &case_->problem : nullptr,
                       {{}, style, subject_, options_.width})
      .draw(step_, time_, field_);
}

}  // namespace isotherm
