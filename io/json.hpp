#pragma once
// JSON texts. The library's parser and writer are long templates; they are compiled in json.cpp alone.

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace isotherm {

/// Members stay in the order in which they were added.
using Json = nlohmann::ordered_json;

/// The value of a text; of any text that is no JSON a discarded value, which is no object and throws
/// Json::exception when it is read. Pure.
Json parse_json(std::string_view text);

/// The object in a file, up to 64 MiB; an empty one where the file is missing or holds anything else. Throws
/// IoError. Not collective.
Json read_json_object(const std::filesystem::path& path);

/// JSON on one line or, with `indent` >= 0, on indented lines. Bytes that are no UTF-8 are replaced. Pure.
std::string json_text(const Json& json, int indent = -1);

}  // namespace isotherm
