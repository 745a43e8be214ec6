#include "io/image.hpp"

#include <memory>
#include <png.h>

#include "io/io_error.hpp"

namespace isotherm {

Picture decode_png(const std::string& bytes) {
  constexpr png_uint_32 longest = 32768;  // pixels of a side
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  const auto free = [](png_image* opened) { png_image_free(opened); };
  const std::unique_ptr<png_image, decltype(free)> owner(&image, free);
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0)
    throw IoError(std::string("it is no PNG image: ") + image.message);
  if (image.width > longest || image.height > longest)
    throw IoError("it has more than 32768 pixels on a side");
  image.format = PNG_FORMAT_RGBA;
  std::vector<png_byte> values(PNG_IMAGE_SIZE(image));
  if (png_image_finish_read(&image, nullptr, values.data(), 0, nullptr) == 0)
    throw IoError(std::string("it is damaged: ") + image.message);
  Picture picture{static_cast<int>(image.width), static_cast<int>(image.height), {}};
  picture.pixels.reserve(values.size() / 4);
  for (std::size_t n = 0; n < values.size(); n += 4) {
    picture.pixels.push_back((std::uint32_t{values[n]} << 16U) | (std::uint32_t{values[n + 1]} << 8U) |
                             values[n + 2]);
  }
  return picture;
}

}  // namespace isotherm
