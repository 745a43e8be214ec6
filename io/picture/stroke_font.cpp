#include "io/picture/stroke_font.hpp"

#include <algorithm>
#include <map>
#include <string_view>

namespace isotherm {
namespace {

/// Strokes of one letter: polylines with a blank between them, two digits x y per point. Letters stand on y =
/// 2; small ones reach 6, capitals 8.
const std::map<char32_t, std::string_view>& letters() {
  static const std::map<char32_t, std::string_view> all{
      {U'0', "122233372818070312"},
      {U'1', "172822 1232"},
      {U'2',
       "071838474602"
       "42"},
      {U'3', "0718384746354443321203 1535"},
      {U'4', "32380444"},
      {U'5', "480805354443321203"},
      {U'6', "473818070312324344351504"},
      {U'7', "084812"},
      {U'8', "15354647381807061504031232434435"},
      {U'9', "031232434738180706153546"},
      {U'A', "022842 1434"},
      {U'B', "02083847463505 3544433202"},
      {U'C', "4738180703123243"},
      {U'D', "02082846442202"},
      {U'E', "48080242 0535"},
      {U'F', "480802 0535"},
      {U'G', "47381807031232434525"},
      {U'H', "0208 4248 0545"},
      {U'I', "0222 0828 1218"},
      {U'J', "0312324348"},
      {U'K', "0208 480542"},
      {U'L', "080242"},
      {U'M', "0208254842"},
      {U'N', "02084248"},
      {U'O', "123243473818070312"},
      {U'P', "02083847463505"},
      {U'Q', "123243473818070312 2442"},
      {U'R', "02083847463505 2542"},
      {U'S', "473818070615354443321203"},
      {U'T', "0848 2822"},
      {U'U', "080312324348"},
      {U'V', "082248"},
      {U'W', "0812253248"},
      {U'X', "0248 0842"},
      {U'Y', "082548 2522"},
      {U'Z', "08480242"},
      {U'a', "0516263532 341403122233"},
      {U'b', "0802 0312223335261605"},
      {U'c', "3526160503122233"},
      {U'd', "3832 3526160503122233"},
      {U'e', "04343526160503122233"},
      {U'f', "28181712 0626"},
      {U'g', "3631201001 3526160503122233"},
      {U'h', "0802 0516263532"},
      {U'i', "0206 0808"},
      {U'j', "001116 1818"},
      {U'k', "0802 3604 1432"},
      {U'l', "080312"},
      {U'm', "0206 05162522 25364542"},
      {U'n', "0206 0516263532"},
      {U'o', "122233352616050312"},
      {U'p', "0006 0516263533221203"},
      {U'q', "3036 3526160503122233"},
      {U'r', "0206 051626"},
      {U's', "35261605142433221203"},
      {U't', "18132232 0626"},
      {U'u', "0603122233 3632"},
      {U'v', "061236"},
      {U'w', "0612253246"},
      {U'x', "0236 0632"},
      {U'y', "0603122233 3631201001"},
      {U'z', "06360232"},
      {U'.', "0202"},
      {U',', "1201"},
      {U':', "0202 0505"},
      {U';', "1201 1515"},
      {U'-', "0535"},
      {U'+', "0545 2723"},
      {U'=', "0434 0636"},
      {U'/', "0238"},
      {U'(', "18060412"},
      {U')', "08161402"},
      {U'%', "0818170708 3343423233 0248"},
      {U'*', "0545 1337 1733"},
      {U'_', "0141"},
      {U'^', "062846"},
      {U'\'', "0806"},
      {U'"', "0806 1816"},
      {U'<', "370533"},
      {U'>', "073503"},
      {U'[', "18080212"},
      {U']', "08181202"},
      {U'|', "0109"},
      {U'!', "0804 0202"},
      {U'?',
       "0718283736151"
       "4 1212"},
      {U'&', "42061718270402122234"},
      {U'#', "1218 3238 0444 0646"},
      {U'~', "05163546"},
      {U'\u00b0', "0718271607"},
      {U'\u00b2', "0818170515"},
      {U'\u00b7', "1515"},
      {U'\u00b5', "0006 0312223336"},
  };
  return all;
}

constexpr std::string_view box = "0208484202";
constexpr double gap = 1.6;
constexpr double blank = 3.2;

/// The next character of a UTF-8 text; a wrong byte counts as one character.
char32_t next_character(std::string_view text, std::size_t& at) {
  const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(text[k]); };
  const unsigned first = byte(at++);
  const int more = first >= 0xf0U ? 3 : first >= 0xe0U ? 2 : first >= 0xc0U ? 1 : 0;
  char32_t c = more == 0 ? first : first & (0x3fU >> more);
  for (int k = 0; k < more && at < text.size() && (byte(at) & 0xc0U) == 0x80U; ++k) {
    c = (c << 6U) | (byte(at++) & 0x3fU);
  }
  return c;
}

}  // namespace

WrittenText write_in_strokes(const std::string& text) {
  constexpr double foot = 2.0;
  WrittenText written;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_character(text, at);
    if (c == U' ') {
      written.width += blank;
      continue;
    }
    const auto found = letters().find(c);
    const std::string_view lines = found != letters().end() ? found->second : box;
    double widest = 0.0;
    double last_x = -1.0;
    double last_y = 0.0;
    for (std::size_t k = 0; k < lines.size();) {
      if (lines[k] == ' ') {
        last_x = -1.0;
        ++k;
        continue;
      }
      const double x = lines[k] - '0';
      const double y = lines[k + 1] - '0' - foot;
      k += 2;
      if (last_x >= 0.0) {
        written.strokes.push_back({written.width + last_x, last_y, written.width + x, y});
      }
      last_x = x;
      last_y = y;
      widest = std::max(widest, x);
    }
    written.width += widest + gap;
  }
  written.width = std::max(0.0, written.width - gap);
  return written;
}

}  // namespace isotherm
