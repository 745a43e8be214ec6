// isotherm picture FILE: a field as PNG.

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <string_view>

#include "io/file_system.hpp"
#include "io/folder_lock.hpp"
#include "io/picture/png.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/pictures.hpp"

namespace isotherm {
namespace {

using Path = std::filesystem::path;

/// The files to draw, found by the root rank.
std::vector<Path> files_of(const Communicator& comm, const PictureCommand& command) {
  std::string names;
  try {
    agree<IoError>(comm, [&] {
      if (!comm.is_root()) return;
      std::vector<Path> files = files_with_fields(command.file);
      if (command.step) {
        std::erase_if(files, [&](const Path& file) { return step_in_name(file) != *command.step; });
        if (files.empty()) throw IoError(fmt::format("{} holds no step {}", command.file, *command.step));
      }
      if (!command.all && !command.animate) files = {files.back()};
      for (const Path& file : files) names += file.string() + '\0';
    });
  } catch (const IoError& e) {
    throw Failure(ExitCode::input_missing, e.what());
  }
  names = comm.broadcast(names);
  std::vector<Path> files;
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = names.find('\0', begin);
    files.emplace_back(names.substr(begin, end - begin));
    begin = end + 1;
  }
  return files;
}

/// "chip" of chip.run; the file's own stem otherwise.
std::string name_of_source(const PictureCommand& command) {
  return std::filesystem::absolute(Path(command.file) / ".").parent_path().stem().string();
}

std::optional<std::pair<double, double>> common_range(const Communicator& comm, const PictureCommand& command,
                                                      const std::vector<Path>& files) {
  if (command.range.size() == 2) return std::pair(command.range[0], command.range[1]);
  if (files.size() < 2) return std::nullopt;
  std::optional<std::pair<double, double>> all;
  for (const Path& file : files) {
    const auto range = FilePicture(comm, file, command.picture).range();
    all = all ? std::pair(std::min(all->first, range.first), std::max(all->second, range.second)) : range;
  }
  return all;
}

bool begins_as_png(const Path& path) {
  constexpr std::string_view signature = "\x89PNG\r\n\x1a\n";
  const File file = File::open_to_read(path);
  std::string begin(std::min(signature.size(), static_cast<std::size_t>(file.size())), '\0');
  file.read(begin.data(), begin.size(), 0);
  return begin == signature;
}

/// A slip in a name costs no file: pictures alone are replaced, and what is empty, as /dev/stdout often is.
void require_free(const Path& path) {
  std::error_code ignored;
  const Path folder = std::filesystem::absolute(path).parent_path();
  if (!std::filesystem::is_directory(folder, ignored)) throw IoError("write", path, ENOENT);
  if (!std::filesystem::is_regular_file(path, ignored) || std::filesystem::is_empty(path, ignored)) return;
  if (begins_as_png(path)) return;
  throw IoError(
      fmt::format("{} is there already and is no picture: choose another name with -o", path.string()));
}

void save(const Communicator& comm, const Path& path, const std::string& bytes) {
  agree<FolderUnusable>(comm, [&] {
    if (comm.is_root()) require_free(path);
  });
  agree<IoError>(comm, [&] {
    if (!comm.is_root()) return;
    write_output(path, bytes);
    if (std::filesystem::is_regular_file(path)) fmt::print("{}\n", path.string());  // not behind /dev/stdout
  });
}

/// The folder of --all.
Path make_frames(const Communicator& comm, const PictureCommand& command) {
  Path folder = command.output.empty() ? name_of_source(command) + ".frames" : command.output;
  agree<FolderUnusable>(comm, [&] {
    if (comm.is_root()) make_subfolder(folder);
  });
  return folder;
}

ExitCode draw(const Communicator& comm, const PictureCommand& command) {
  const std::vector<Path> files = files_of(comm, command);
  const auto range = common_range(comm, command, files);
  const std::string name = name_of_source(command);
  const bool folder = std::filesystem::is_directory(command.file);
  std::vector<Canvas> frames;
  for (std::size_t n = 0; n < files.size(); ++n) {
    FilePicture picture(comm, files[n], command.picture);
    Canvas canvas = picture.draw(range);
    if (command.animate) {
      frames.push_back(std::move(canvas));
      continue;
    }
    Path to = command.output;
    if (command.all) {
      to = make_frames(comm, command) / fmt::format("frame-{:05}.png", n);
    } else if (to.empty()) {
      to = folder ? fmt::format("{}-{}.png", name, files[n].stem().string())
                  : files[n].stem().string() + ".png";
    }
    save(comm, to, comm.is_root() ? png_bytes(canvas) : std::string());
  }
  if (command.animate) {
    constexpr double seconds_per_frame = 0.2;
    save(comm, command.output.empty() ? Path(name + "-animation.png") : Path(command.output),
         comm.is_root() ? animated_png(frames, seconds_per_frame) : std::string());
  }
  return ExitCode::done;
}

}  // namespace

ExitCode PictureCommand::operator()(int& argc, char**& argv) const {
  return with_environment(argc, argv, [&](const Communicator& comm) { return draw(comm, *this); });
}

}  // namespace isotherm
