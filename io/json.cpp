#include "io/json.hpp"

#include "io/file_system.hpp"

namespace isotherm {

Json parse_json(std::string_view text) {
  return Json::parse(text, nullptr, false);
}

Json read_json_object(const std::filesystem::path& path) {
  constexpr std::int64_t longest = std::int64_t{1} << 26;
  if (!std::filesystem::exists(path)) return Json::object();
  Json json = parse_json(read_text(path, longest));
  return json.is_object() ? json : Json::object();
}

std::string json_text(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace isotherm
