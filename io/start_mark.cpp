#include "io/start_mark.hpp"

#include <fmt/format.h>
#include <sstream>

#include "io/checkpoint_folder.hpp"
#include "io/file_system.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t longest_mark = 4096;
constexpr int most_starts = 2;

std::filesystem::path mark_in(const std::filesystem::path& folder) {
  return folder / "starting";
}

/// How many starts from the checkpoint of this name did not go well.
int failed_starts(const std::filesystem::path& folder, const std::string& name) {
  if (!std::filesystem::exists(mark_in(folder))) return 0;
  std::istringstream text(read_text(mark_in(folder), longest_mark));
  int starts = 0;
  std::string marked;
  text >> starts >> marked;
  return marked == name ? starts : 0;
}

}  // namespace

void mark_start(const std::filesystem::path& main_file) {
  const auto folder = main_file.parent_path();
  const std::string name = main_file.filename().string();
  replace_text(mark_in(folder), fmt::format("{} {}\n", failed_starts(folder, name) + 1, name),
               Durability::survives_process);
}

void unmark_start(const std::filesystem::path& folder) {
  remove_file(mark_in(folder));
}

std::filesystem::path set_aside_failed(const std::filesystem::path& folder) {
  const auto checkpoints = list_checkpoints(folder);
  if (checkpoints.size() < 2) return {};
  const auto& newest = checkpoints.front().main_file;
  if (failed_starts(folder, newest.filename().string()) < most_starts) return {};
  set_aside(checkpoints.front());
  unmark_start(folder);
  return newest;
}

}  // namespace isotherm
