#include "run/run_folder.hpp"

#include <cerrno>
#include <cmath>
#include <exception>
#include <fmt/format.h>

#include "io/file_system.hpp"
#include "io/json.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_text = 16 << 20;

}  // namespace

std::filesystem::path RunFolder::default_for(const std::filesystem::path& case_file) {
  return case_file.stem().string() + ".run";
}

std::string RunFolder::earlier_case() const {
  std::error_code error;
  if (!std::filesystem::exists(case_file(), error)) {
    const IoError unseen("look at", case_file(), error.value());
    if (unseen.disk_failed()) throw unseen;
    return {};  // whether the folder can be made at all is seen when it is locked
  }
  std::string text = read_text(case_file(), longest_text);
  try {
    if (text.empty()) throw ConfigError({});
    differences(text, text);
  } catch (const ConfigError&) {
    throw IoError(
        fmt::format("'{}' is damaged: it is no case any more. Remove it to go on from the checkpoints, "
                    "which know their case too; or use --fresh to start over",
                    case_file().string()));
  }
  return text;
}

std::string RunFolder::done_message(bool with_report) const {
  if (with_report && !std::filesystem::exists(report())) return {};
  const Json json = read_json_object(summary());
  try {
    if (json.value("status", "") != "done") return {};
    return fmt::format("already done: step {}, t = {} s, {}", json.value("steps", std::int64_t{0}),
                       json.value("time", 0.0), path_.string());
  } catch (const Json::exception&) {
    return {};  // not what a run writes: the checkpoints tell how far it got
  }
}

std::string RunFolder::temperature_sha256() const {
  return read_json_object(summary()).value("temperature_sha256", "");
}

void RunFolder::refuse_links() const {
  for (const auto& folder : {checkpoints(), snapshots(), path_ / "pictures"}) {
    if (std::filesystem::is_symlink(folder)) throw IoError("write below", folder, ELOOP);
  }
}

bool RunFolder::may_remove(const std::filesystem::path& file) const {
  std::error_code ignored;
  const auto parent = std::filesystem::weakly_canonical(file, ignored).parent_path();
  return parent == std::filesystem::weakly_canonical(checkpoints(), ignored) ||
         parent == std::filesystem::weakly_canonical(snapshots(), ignored);
}

void RunFolder::prepare(const Case& the_case) const {
  for (const auto& folder : {path_, checkpoints(), snapshots()}) make_folder(folder);
  replace_text(case_file(), the_case.resolved, Durability::survives_machine);
}

void RunFolder::clear() const {
  // The case goes first: without it the folder is no run, whatever an interruption leaves.
  for (const auto& file : {case_file(), summary(), status(), diagnostics(), probes(), flows(), regions(),
                           log(), report(), checkpoints() / "starting"}) {
    remove_file(file);
  }
  for (const auto& folder : {checkpoints(), snapshots(), pictures()}) {
    if (!std::filesystem::is_directory(folder)) continue;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with("step-") || name.starts_with("snapshots.xdmf")) remove_file(entry.path());
    }
  }
}

Continuation compare_for_continuation(const std::string& earlier, const std::string& now) {
  Continuation result;
  for (const auto& difference : differences(earlier, now)) {
    if (difference.key.starts_with("time.end") || difference.key.starts_with("stop")) result.extends = true;
    if (may_change_on_continuation(difference)) continue;
    const bool one_sided = difference.a.empty() || difference.b.empty();
    if (difference.key == "initial.checksum" && one_sided) continue;  // the file has served and is gone
    result.refused += fmt::format("\n  {}: was {}, is now {}", difference.key,
                                  difference.a.empty() ? "absent" : difference.a,
                                  difference.b.empty() ? "absent" : difference.b);
  }
  return result;
}

std::string why_not_of(const CheckpointState& state, const std::string& now) {
  if (state.step < 0 || !std::isfinite(state.time)) return "has an impossible step or time";
  try {
    const std::string refused = compare_for_continuation(state.case_text, now).refused;
    return refused.empty() ? "" : "is of a different case; the differences:" + refused;
  } catch (const std::exception&) {
    return "holds no case that can be read";
  }
}

}  // namespace isotherm
