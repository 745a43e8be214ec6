#include "run/submit.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <map>
#include <stdexcept>

namespace isotherm {
namespace {

constexpr std::string_view letters_and_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
constexpr std::size_t longest_name = 60;

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 32 || c == 127;
}

/// Puts the fields into the template; what is put in is not searched again.
std::string filled_in(std::string_view text, const std::map<std::string, std::string>& fields) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = text.find("{{", at);
    if (open == std::string_view::npos) return out.append(text.substr(at));
    const std::size_t close = text.find("}}", open);
    out.append(text.substr(at, open - at));
    out.append(fields.at(std::string(text.substr(open + 2, close - open - 2))));
    at = close + 2;
  }
  return out;
}

std::string option_lines(const std::vector<std::string>& options) {
  std::string lines;
  for (const std::string& option : options) {
    if (option.empty() || std::any_of(option.begin(), option.end(), is_control)) {
      throw std::invalid_argument("an option for sbatch must be one line of text");
    }
    lines += "#SBATCH --" + option + "\n";
  }
  return lines;
}

std::string one_line(std::string text) {
  std::replace_if(text.begin(), text.end(), is_control, ' ');
  return text;
}

}  // namespace

std::string shell_quoted(const std::string& text) {
  const std::string plain = std::string(letters_and_digits) + "_@%+=:,./-";
  if (!text.empty() && text.find_first_not_of(plain) == std::string::npos) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string plain_name(const std::string& text) {
  const std::string kept = std::string(letters_and_digits) + "._-";
  std::string out = text.substr(0, longest_name);
  for (char& c : out) {
    if (kept.find(c) == std::string::npos) c = '_';
  }
  if (out.empty() || out.front() == '-' || out.front() == '.') out.insert(0, "isotherm_");
  return out;
}

std::string slurm_duration(double seconds) {
  const auto all = static_cast<long long>(std::ceil(seconds));
  const long long days = all / 86400;
  const std::string clock = fmt::format("{:02}:{:02}:{:02}", all / 3600 % 24, all / 60 % 60, all % 60);
  return days > 0 ? fmt::format("{}-{}", days, clock) : clock;
}

std::string batch_script(const BatchJob& job) {
  std::string launch;
  for (const std::string& word : job.launch)
    launch.append(launch.empty() ? "" : " ").append(shell_quoted(word));
  const std::string name = plain_name(job.name);
  return filled_in(batch_script_template,
                   {{"TITLE", one_line(job.title.empty() ? job.name : job.title)},
                    {"NAME", name},
                    {"LOG", name + "-%j.log"},
                    {"RANKS", std::to_string(job.ranks)},
                    {"MEMORY", fmt::format("{:.0f}", std::ceil(job.memory_per_rank / 1e6))},
                    {"TIME", slurm_duration(job.walltime)},
                    {"MARGIN", fmt::format("{:.0f}", std::ceil(job.margin))},
                    {"OPTIONS", option_lines(job.options)},
                    {"FOLDER", shell_quoted(job.folder)},
                    {"OUT", shell_quoted(job.out)},
                    {"LAUNCH", launch}});
}

}  // namespace isotherm
