#include "io/config/images.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <map>
#include <xxhash.h>

#include "io/file_system.hpp"
#include "io/image.hpp"
#include "io/io_error.hpp"

namespace isotherm {

std::string read_local_file(const std::string& path) {
  constexpr std::int64_t longest = std::int64_t{1} << 28;
  try {
    return read_text(path, longest);
  } catch (const IoError& e) {
    throw MissingInput(e.what());
  }
}

}  // namespace isotherm

namespace isotherm::config {

namespace {

/// The class of each colour: its place in the list.
std::map<std::uint32_t, std::uint16_t> classes_of(const Node& colors) {
  std::map<std::uint32_t, std::uint16_t> classes;
  for (std::size_t i = 0; i < colors.keys.size(); ++i) {
    classes[static_cast<std::uint32_t>(std::stoul(colors.keys[i].text, nullptr, 16))] =
        static_cast<std::uint16_t>(i);
  }
  return classes;
}

/// Faults the colours that no material is given for, the most frequent first.
void fault_unknown(const std::map<std::uint32_t, std::int64_t>& unknown, const Node& colors, Faults& faults) {
  if (unknown.empty()) return;
  std::vector<std::pair<std::int64_t, std::uint32_t>> order;
  for (const auto& [color, count] : unknown) order.emplace_back(count, color);
  std::sort(order.rbegin(), order.rend());
  std::string list;
  for (std::size_t n = 0; n < std::min<std::size_t>(order.size(), 4); ++n) {
    list += fmt::format("{}#{:06x} ({} pixels)", n > 0 ? ", " : "", order[n].second, order[n].first);
  }
  faults.add(
      colors.mark, colors.path,
      fmt::format("the image has {} more colour{}: {}{}", order.size(), order.size() > 1 ? "s" : "", list,
                  order.size() > 4 ? ", ..." : ""),
      fmt::format("add \"#{:06x}\": material; an image with blurred edges needs to be reduced to a palette",
                  order[0].second));
}

/// Pixels in classes: by the colours given, or 0 for bright and 1 for dark ones.
PixelClasses classify(const Picture& picture, const Node* colors, Faults& faults) {
  PixelClasses pixels{picture.width, picture.height, {}};
  pixels.classes.reserve(picture.pixels.size());
  if (colors == nullptr) {
    for (const std::uint32_t rgb : picture.pixels) {
      const std::uint32_t sum = (rgb >> 16U) + ((rgb >> 8U) & 255U) + (rgb & 255U);
      pixels.classes.push_back(2 * sum >= 3 * 255 ? 0 : 1);
    }
    return pixels;
  }
  const auto classes = classes_of(*colors);
  std::map<std::uint32_t, std::int64_t> unknown;
  for (const std::uint32_t rgb : picture.pixels) {
    const auto found = classes.find(rgb);
    if (found == classes.end()) ++unknown[rgb];
    pixels.classes.push_back(found == classes.end() ? std::uint16_t{0} : found->second);
  }
  fault_unknown(unknown, *colors, faults);
  return pixels;
}

/// Writes the file's checksum into the image's map, or faults one that is different.
void set_checksum(Node& image, const std::string& bytes, Faults& faults) {
  const std::string found = fmt::format("{:016x}", XXH3_64bits(bytes.data(), bytes.size()));
  if (const Node* given = image.find("checksum")) {
    if (given->text != found) {
      faults.add(given->mark, given->path, "the file has changed: its checksum is " + found,
                 "restore the file, or remove the key");
    }
    return;
  }
  image.add("checksum", found);
}

/// image: file.png stands for image: {file: file.png}.
void spell_out(Node& image) {
  if (!image.is_scalar()) return;
  Node file = image;
  file.path = image.path + ".file";
  image.kind = Node::Kind::map;
  image.text.clear();
  image.keys = {{"file", image.mark}};
  image.items = {std::move(file)};
}

}  // namespace

std::string absolute_name(const std::string& name, const std::string& case_file) {
  return std::filesystem::absolute(std::filesystem::path(case_file).parent_path() / name)
      .lexically_normal()
      .string();
}

Images load_images(Node& root, const std::string& case_file, const FileReader& read, Faults& faults) {
  Images images;
  for (const char* list : {"regions", "sources"}) {
    for (Node& item : root.find(list)->items) {
      Node* image = item.find("image");
      if (image == nullptr) continue;
      spell_out(*image);
      Node& file = *image->find("file");
      file.text = absolute_name(file.text, case_file);
      std::string bytes;
      try {
        bytes = read(file.text);
      } catch (const MissingInput& e) {
        throw MissingInput(file.path + ": " + e.what());
      }
      try {
        images[image->path] =
            std::make_shared<const PixelClasses>(classify(decode_png(bytes), image->find("colors"), faults));
      } catch (const IoError& e) {
        faults.add(file.mark, file.path, e.what(), "give a PNG image");
      }
      set_checksum(*image, bytes, faults);  // last: it moves what the map holds
    }
  }
  return images;
}

std::string canonical_color(const std::string& text) {
  std::string color = text.starts_with('#') ? text.substr(1) : text;
  for (char& c : color) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return color.size() == 6 && std::all_of(color.begin(), color.end(), digit) ? color : std::string{};
}

}  // namespace isotherm::config
