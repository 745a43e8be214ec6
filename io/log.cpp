#include "io/log.hpp"

#include <cstdio>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "io/file_system.hpp"

namespace isotherm {
namespace {

std::shared_ptr<spdlog::logger> make_logger(std::shared_ptr<spdlog::sinks::sink> sink, const char* pattern,
                                            std::shared_ptr<std::string> failure) {
  auto logger = std::make_shared<spdlog::logger>("isotherm", std::move(sink));
  logger->set_pattern(pattern, spdlog::pattern_time_type::utc);
  logger->flush_on(spdlog::level::trace);  // a line is seen at once, also after a crash
  logger->set_error_handler([failure = std::move(failure)](const std::string& reason) {
    if (!failure->empty()) return;
    *failure = "cannot write the log: " + reason;
    std::fprintf(stderr, "isotherm: %s\n", failure->c_str());
  });
  return logger;
}

std::shared_ptr<spdlog::logger> open_file(const std::filesystem::path& path,
                                          const std::shared_ptr<std::string>& failure) {
  File::open_to_update(path).close();  // refuses a symbolic link, and says why a file cannot be written
  try {
    return make_logger(std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string()),
                       "%Y-%m-%dT%H:%M:%SZ %v", failure);
  } catch (const spdlog::spdlog_ex& error) {
    throw IoError(error.what());
  }
}

}  // namespace

Log::Log(const Communicator& comm, const std::filesystem::path& path, bool terminal) {
  agree<IoError>(comm, [&] {
    if (!comm.is_root()) return;
    failure_ = std::make_shared<std::string>();
    file_ = open_file(path, failure_);
    if (!terminal) return;
    const auto lost = std::make_shared<std::string>("a terminal that is gone is no loss");
    terminal_ = make_logger(std::make_shared<spdlog::sinks::stdout_sink_mt>(), "%v", lost);
    problems_ = make_logger(std::make_shared<spdlog::sinks::stderr_sink_mt>(), "%v", lost);
  });
}

Log::~Log() = default;

void Log::info(const std::string& text) {
  if (!file_) return;
  if (terminal_) terminal_->info(text);
  file_->info(text);
}

void Log::warn(const std::string& text) {
  if (!file_) return;
  if (problems_) problems_->warn("warning: " + text);
  file_->warn("warning: " + text);
}

void Log::error(const std::string& text) {
  if (!file_) return;
  if (problems_) problems_->error("error: " + text);
  file_->error("error: " + text);
}

void Log::note(const std::string& text) {
  if (file_) file_->info(text);
}

}  // namespace isotherm
