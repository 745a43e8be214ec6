#include "io/guarded.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <sys/wait.h>
#include <unistd.h>

#include "io/file_system.hpp"
#include "io/json.hpp"

namespace isotherm {
namespace {

/// The child: its answer, as JSON, goes to the pipe, and nothing else of this program runs in it.
[[noreturn]] void answer(int pipe_end, const std::function<Facts()>& work, unsigned seconds) {
  for (const int signal : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL}) std::signal(signal, SIG_DFL);
  alarm(seconds);
  Json json;
  try {
    json["facts"] = work();
  } catch (const std::exception& error) {
    json["error"] = error.what();
  }
  const std::string text = json_text(json);
  const bool sent = ::write(pipe_end, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  _exit(sent ? EXIT_SUCCESS : EXIT_FAILURE);
}

std::string read_to_end(int pipe_end) {
  std::string text;
  std::array<char, 4096> buffer{};
  ssize_t n = 0;
  while ((n = ::read(pipe_end, buffer.data(), buffer.size())) > 0 || (n < 0 && errno == EINTR)) {
    if (n > 0) text.append(buffer.data(), static_cast<std::size_t>(n));
  }
  return text;
}

}  // namespace

Facts run_guarded(const std::function<Facts()>& work, unsigned seconds) {
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) throw IoError("make", "a pipe", errno);
  const pid_t child = ::fork();
  if (child == 0) answer(ends[1], work, seconds);
  ::close(ends[1]);
  if (child < 0) {
    ::close(ends[0]);
    throw IoError("start", "a process to read the file", errno);
  }
  const std::string text = read_to_end(ends[0]);
  ::close(ends[0]);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  const auto json = parse_json(text);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || !json.is_object()) {
    throw IoError("the library that reads it gave up");
  }
  if (json.contains("error")) throw IoError(json.at("error").get<std::string>());
  return json.at("facts").get<Facts>();
}

}  // namespace isotherm
