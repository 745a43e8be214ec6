#include "io/picture/color_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

namespace isotherm {
namespace {

constexpr std::size_t anchor_count = 17;

struct Published {
  const char* name;
  std::array<std::uint32_t, anchor_count> colors;  ///< 0xRRGGBB, at equal distances
};

constexpr std::array<Published, 7> published{{
    {"viridis",
     {0x440154, 0x48186a, 0x472d7b, 0x424086, 0x3b528b, 0x33638d, 0x2c728e, 0x26818e, 0x21908c, 0x1f9f88,
      0x28ae80, 0x3ebc74, 0x5dc963, 0x82d34c, 0xabdc32, 0xd5e21a, 0xfde725}},
    {"inferno",
     {0x000004, 0x0b0724, 0x210c4a, 0x3c0965, 0x57106d, 0x70196e, 0x89226a, 0xa32b61, 0xbb3755, 0xd14644,
      0xe35932, 0xf1711e, 0xf98d0a, 0xfcab0f, 0xf9ca32, 0xf2e865, 0xfcffa4}},
    {"magma",
     {0x000004, 0x0a0822, 0x1d1146, 0x36106a, 0x50127c, 0x691c81, 0x822681, 0x9c2e7f, 0xb63779, 0xcf4170,
      0xe65163, 0xf5695c, 0xfb8761, 0xfea571, 0xfec387, 0xfde0a2, 0xfcfdbf}},
    {"plasma",
     {0x0d0887, 0x310596, 0x4c02a1, 0x6600a7, 0x7e03a8, 0x9511a2, 0xa92396, 0xbb3587, 0xcb4778, 0xd9596a,
      0xe66c5c, 0xf07f4f, 0xf89441, 0xfdab33, 0xfdc328, 0xf9dd25, 0xf0f921}},
    {"cividis",
     {0x00224e, 0x002e6a, 0x1a386f, 0x32436d, 0x434e6c, 0x52596d, 0x61656f, 0x6f7073, 0x7c7b78, 0x8b8778,
      0x9b9376, 0xaba072, 0xbbad6c, 0xccba64, 0xddc958, 0xefd748, 0xfee838}},
    {"coolwarm",
     {0x3b4cc0, 0x4d68d7, 0x6282ea, 0x779af7, 0x8db0fe, 0xa3c2ff, 0xb8d0f9, 0xccd9ee, 0xdddddd, 0xecd3c5,
      0xf5c4ad, 0xf7b194, 0xf49a7b, 0xec7f63, 0xde604d, 0xcb3e38, 0xb40426}},
    {"gray",
     {0x000000, 0x101010, 0x202020, 0x303030, 0x404040, 0x505050, 0x606060, 0x707070, 0x808080, 0x8f8f8f,
      0x9f9f9f, 0xafafaf, 0xbfbfbf, 0xcfcfcf, 0xdfdfdf, 0xefefef, 0xffffff}},
}};

std::uint8_t channel(std::uint32_t a, std::uint32_t b, double share, unsigned shift) {
  const double from = (a >> shift) & 0xffU;
  const double to = (b >> shift) & 0xffU;
  return static_cast<std::uint8_t>(std::lround(from + share * (to - from)));
}

}  // namespace

ColorMap::ColorMap(const std::string& name) {
  for (const Published& map : published) {
    if (name == map.name) {
      anchors_ = map.colors.data();
      return;
    }
  }
  throw std::invalid_argument("there is no colour map '" + name + "'");
}

std::vector<std::string> ColorMap::names() {
  std::vector<std::string> all;
  for (const Published& map : published) all.emplace_back(map.name);
  return all;
}

Color ColorMap::operator()(double value) const {
  const double at = std::clamp(value, 0.0, 1.0) * (anchor_count - 1);
  const std::size_t below = std::min(static_cast<std::size_t>(at), anchor_count - 2);
  const double share = at - static_cast<double>(below);
  const std::uint32_t a = anchors_[below];
  const std::uint32_t b = anchors_[below + 1];
  return {channel(a, b, share, 16), channel(a, b, share, 8), channel(a, b, share, 0)};
}

}  // namespace isotherm
