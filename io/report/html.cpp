#include "io/report/html.hpp"

#include <fmt/format.h>

namespace isotherm {
namespace {

constexpr const char* style = R"(
body{font:15px/1.5 system-ui,sans-serif;color:#202226;background:#fff;margin:0 auto;max-width:1060px;padding:1.5em}
h1{font-size:1.5em;margin:0}h2{font-size:1.1em;margin:2em 0 .5em;border-bottom:1px solid #ddd}
.state{color:#fff;background:#2a7d4f;border-radius:4px;padding:1px 8px;font-size:.75em}.bad{background:#b3372e}
table{border-collapse:collapse}td,th{padding:2px 12px 2px 0;text-align:left;vertical-align:top}
th{cursor:default;font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums}
.charts{display:flex;flex-wrap:wrap;gap:16px}svg{background:#fff}svg text{font:11px system-ui,sans-serif;fill:#555}
img{max-width:100%}pre{background:#f6f7f9;padding:1em;overflow-x:auto;font-size:13px}
input[type=range]{width:100%}.bar{background:#3b6ea8;height:12px;display:inline-block}
table.sort th{cursor:pointer;border-bottom:1px solid #999}table.sort img{height:48px;max-width:none}.wide{overflow-x:auto}
)";

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t k = 0; k < bytes.size(); k += 3) {
    const auto byte = [&](std::size_t n) {
      return n < bytes.size() ? static_cast<unsigned>(static_cast<unsigned char>(bytes[n])) : 0U;
    };
    const unsigned three = byte(k) << 16U | byte(k + 1) << 8U | byte(k + 2);
    out += digits[three >> 18U];
    out += digits[three >> 12U & 63U];
    out += k + 1 < bytes.size() ? digits[three >> 6U & 63U] : '=';
    out += k + 2 < bytes.size() ? digits[three & 63U] : '=';
  }
  return out;
}

std::string html_page(const std::string& title, const std::string& body) {
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; style-src "
      "'unsafe-inline'; script-src 'unsafe-inline'\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>{}</title>\n<style>{}</style></head>\n"
      "<body>\n{}</body></html>\n",
      html_text(title), style, body);
}

std::string html_table(const std::vector<std::pair<std::string, std::string>>& rows) {
  std::string out = "<table>\n";
  for (const auto& [key, value] : rows) {
    out += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", html_text(key), html_text(value));
  }
  return out + "</table>\n";
}

}  // namespace isotherm
