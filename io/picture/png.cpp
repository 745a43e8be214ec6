#include "io/picture/png.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <png.h>
#include <zlib.h>

#include "io/io_error.hpp"

namespace isotherm {
namespace {

[[noreturn]] void fail(png_structp, png_const_charp reason) {
  throw IoError(std::string("libpng: ") + reason);
}

void ignore(png_structp, png_const_charp) {}

void append(png_structp png, png_bytep bytes, png_size_t count) {
  static_cast<std::string*>(png_get_io_ptr(png))->append(reinterpret_cast<const char*>(bytes), count);
}

void no_flush(png_structp) {}

/// Owner of libpng's two structures for writing.
class PngWriter {
 public:
  explicit PngWriter(std::string& to)
      : png_(png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, fail, ignore)),
        info_(png_ != nullptr ? png_create_info_struct(png_) : nullptr) {
    if (info_ == nullptr) throw IoError("libpng: no memory");
    png_set_write_fn(png_, &to, append, no_flush);
  }
  ~PngWriter() { png_destroy_write_struct(&png_, &info_); }
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;

  void write(const Canvas& canvas, const std::map<std::string, std::string>& texts) {
    png_set_IHDR(png_, info_, static_cast<png_uint_32>(canvas.width()),
                 static_cast<png_uint_32>(canvas.height()), 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_filter(png_, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);  // the best of five takes four times as long
    for (const auto& [key, value] : texts) add_text(key, value);
    png_write_info(png_, info_);
    std::vector<png_byte> row(static_cast<std::size_t>(canvas.width()) * 3);
    for (int y = 0; y < canvas.height(); ++y) {
      for (int x = 0; x < canvas.width(); ++x) {
        const Color c = canvas.at(x, y);
        png_byte* const pixel = row.data() + std::ptrdiff_t{3} * x;
        pixel[0] = c.r;
        pixel[1] = c.g;
        pixel[2] = c.b;
      }
      png_write_row(png_, row.data());
    }
    png_write_end(png_, info_);
  }

 private:
  void add_text(std::string key, std::string value) {
    png_text text{};
    text.compression = PNG_TEXT_COMPRESSION_NONE;
    text.key = key.data();
    text.text = value.data();
    text.text_length = value.size();
    png_set_text(png_, info_, &text, 1);
  }

  png_structp png_;
  png_infop info_;
};

constexpr std::size_t signature_bytes = 8;

std::string big_endian(std::uint32_t number, int bytes = 4) {
  std::string text;
  for (int k = bytes - 1; k >= 0; --k) text += static_cast<char>((number >> (8 * k)) & 0xffU);
  return text;
}

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (std::size_t k = 0; k < 4; ++k) number = number << 8U | static_cast<unsigned char>(bytes[at + k]);
  return number;
}

std::string chunk(const std::string& type, const std::string& data) {
  const std::string body = type + data;
  const auto crc = crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()));
  return big_endian(static_cast<std::uint32_t>(data.size())) + body +
         big_endian(static_cast<std::uint32_t>(crc));
}

/// The data of all chunks of a type, one after another.
std::string data_of(const std::string& png, const std::string& type) {
  std::string data;
  for (std::size_t at = signature_bytes; at + 12 <= png.size();) {
    const std::uint32_t length = number_at(png, at);
    if (png.compare(at + 4, 4, type) == 0) data.append(png, at + 8, length);
    at += length + 12;
  }
  return data;
}

}  // namespace

std::string png_bytes(const Canvas& canvas, const std::map<std::string, std::string>& texts) {
  std::string bytes;
  PngWriter(bytes).write(canvas, texts);
  return bytes;
}

std::string animated_png(const std::vector<Canvas>& frames, double seconds_per_frame) {
  if (frames.empty()) throw IoError("there are no pictures to animate");
  const std::string first = png_bytes(frames.front());
  std::string bytes = first.substr(0, signature_bytes) + chunk("IHDR", data_of(first, "IHDR")) +
                      chunk("acTL", big_endian(static_cast<std::uint32_t>(frames.size())) + big_endian(0));
  const auto milliseconds =
      static_cast<std::uint32_t>(std::clamp(std::round(1e3 * seconds_per_frame), 10.0, 6e4));
  std::uint32_t number = 0;
  for (std::size_t n = 0; n < frames.size(); ++n) {
    const auto width = static_cast<std::uint32_t>(frames[n].width());
    const auto height = static_cast<std::uint32_t>(frames[n].height());
    const std::string pixels = n == 0 ? data_of(first, "IDAT") : data_of(png_bytes(frames[n]), "IDAT");
    bytes += chunk("fcTL", big_endian(number++) + big_endian(width) + big_endian(height) + big_endian(0) +
                               big_endian(0) + big_endian(milliseconds, 2) + big_endian(1000, 2) +
                               std::string(2, '\0'));
    bytes += n == 0 ? chunk("IDAT", pixels) : chunk("fdAT", big_endian(number++) + pixels);
  }
  return bytes + chunk("IEND", "");
}

}  // namespace isotherm
