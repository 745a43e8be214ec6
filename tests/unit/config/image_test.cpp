// Regions and sources from images.

#include <gtest/gtest.h>
#include <png.h>

#include "io/config/load.hpp"
#include "tests/unit/config/case_text.hpp"

namespace isotherm {
namespace {

/// A PNG file of 0xRRGGBB pixels, the top row first.
std::string png_of(int width, int height, const std::vector<std::uint32_t>& pixels) {
  std::vector<png_byte> bytes;
  for (const std::uint32_t rgb : pixels) {
    for (const unsigned shift : {16U, 8U, 0U}) bytes.push_back(static_cast<png_byte>((rgb >> shift) & 255U));
  }
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = static_cast<png_uint_32>(width);
  image.height = static_cast<png_uint_32>(height);
  image.format = PNG_FORMAT_RGB;
  png_alloc_size_t size = 0;
  EXPECT_NE(png_image_write_get_memory_size(image, size, 0, bytes.data(), 0, nullptr), 0);
  std::string file(size, '\0');
  EXPECT_NE(png_image_write_to_memory(&image, file.data(), &size, 0, bytes.data(), 0, nullptr), 0);
  file.resize(size);
  return file;
}

constexpr std::uint32_t red = 0xff0000;
constexpr std::uint32_t blue = 0x0000ff;

/// The valid case on [0, 2] x [0, 1] with these regions and an image of two by two pixels.
Case load(const std::string& regions, const std::vector<std::uint32_t>& pixels = {red, blue, blue, blue}) {
  const std::string materials =
      "materials: {steel: {conductivity: 15, density: 7900, specific_heat: 450}, "
      "copper: {conductivity: 390, density: 8930, specific_heat: 385}}";
  const auto read = [&](const std::string& path) {
    if (!path.ends_with("folder/map.png")) throw MissingInput("there is no file " + path);
    return png_of(2, 2, pixels);
  };
  std::string text = test::with_line("regions: " + regions);
  return load_case(text, "folder/case.yaml", {materials.substr(0, 9) + "=" + materials.substr(11)},
                   {.read = read});
}

const char* const by_color = "[{image: {file: map.png, colors: {\"#FF0000\": steel, \"0000ff\": copper}}}]";

/// The region that a point belongs to.
std::size_t painted(const Case& c, Point p) {
  std::size_t last = 99;
  for (std::size_t r = 0; r < c.problem.regions.size(); ++r) {
    if (contains(c.problem.regions[r].shape, p)) last = r;
  }
  return last;
}

TEST(Image, ColorsAreMaterialsAndTheTopRowIsTheLargestY) {
  const Case c = load(by_color);
  ASSERT_EQ(c.problem.regions.size(), 2U);
  EXPECT_EQ(c.problem.regions[0].material, 0U);
  EXPECT_EQ(c.problem.regions[1].material, 1U);
  EXPECT_EQ(painted(c, {0.5, 0.75}), 0U);  // top left: red
  EXPECT_EQ(painted(c, {1.0, 0.75}), 1U);
  EXPECT_EQ(painted(c, {0.5, 0.25}), 1U);
  EXPECT_EQ(painted(c, {0.999999, 0.5}), 0U);
}

TEST(Image, LiesInItsBox) {
  const Case c = load(
      "[{material: copper}, {image: {file: map.png, min: [1, 0], max: [2, 50 cm], colors: {ff0000: steel, "
      "0000ff: copper}}}]");
  EXPECT_EQ(painted(c, {0.9, 0.4}), 0U);
  EXPECT_EQ(painted(c, {1.1, 0.4}), 1U);
  EXPECT_EQ(painted(c, {1.1, 0.1}), 2U);
  EXPECT_EQ(painted(c, {1.1, 0.6}), 0U);
}

TEST(Image, BrightPixelsAreAShape) {
  const Case c = load("[{material: copper}, {material: steel, image: map.png}]", {0, 0xffffff, 0, 0x808080});
  EXPECT_EQ(painted(c, {0.5, 0.75}), 0U);
  EXPECT_EQ(painted(c, {1.5, 0.75}), 1U);
  EXPECT_EQ(painted(c, {1.5, 0.25}), 1U);
}

TEST(Image, ItsContentIsPartOfTheCase) {
  const Case c = load(by_color);
  const Case other = load(by_color, {blue, red, blue, blue});
  EXPECT_EQ(load(by_color).resolved, c.resolved);
  const auto different = differences(c.resolved, other.resolved);
  ASSERT_EQ(different.size(), 1U);
  EXPECT_NE(different[0].key.find("image.checksum"), std::string::npos);
}

/// The message of what the loader refuses.
std::string refusal(const std::string& regions,
                    const std::vector<std::uint32_t>& pixels = {red, blue, blue, blue}) {
  try {
    load(regions, pixels);
  } catch (const std::exception& e) {
    return e.what();
  }
  return "nothing";
}

TEST(Image, MistakesAreNamed) {
  const auto says = [](const std::string& message, const std::string& part) {
    EXPECT_NE(message.find(part), std::string::npos) << message;
  };
  says(refusal(by_color, {red, 0x123456, blue, 0x123456}), "1 more colour: #123456 (2 pixels)");
  says(refusal("[{image: {file: map.png, colors: {ff0000: gold, 0000ff: steel}}}]"), "gold");
  says(refusal("[{image: {file: map.png, colors: {reddish: steel}}}]"), "is no colour");
  says(refusal("[{material: steel, image: {file: map.png, colors: {ff0000: steel}}}]"), "beside colors");
  says(refusal("[{material: steel, image: {file: map.png, min: [0, 0]}}]"), "only one corner");
  says(refusal("[{material: steel, image: {file: map.png, checksum: abc}}]"), "the file has changed");
  EXPECT_THROW(load("[{material: steel, image: other.png}]"), MissingInput);
  const auto no_png = [](const std::string&) { return std::string("GIF89a"); };
  EXPECT_THROW(load_case(test::with_line("regions: [{material: steel, image: map.png}]"), "case.yaml", {},
                         {.read = no_png}),
               ConfigError);
}

}  // namespace
}  // namespace isotherm
