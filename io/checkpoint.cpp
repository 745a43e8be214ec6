#include "io/checkpoint.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "io/checkpoint_folder.hpp"
#include "io/field_rows.hpp"
#include "io/file_system.hpp"
#include "io/hdf5/checkpoint_file.hpp"
#include "io/raw_field.hpp"
#include "io/start_mark.hpp"

namespace isotherm {
namespace {

const std::string part = ".part";  // what names carry while their files are being written

std::filesystem::path part_of(const std::filesystem::path& path) {
  return path.string() + part;
}

/// Checksums of the whole field, from what the ranks hold in memory. Collective.
std::vector<std::int64_t> checksums_in_memory(const Decomposition& decomposition,
                                              const ChecksumBlocks& blocks, const FieldRows& rows) {
  const auto& owned = decomposition.owned();
  std::vector<std::int64_t> checksums(static_cast<std::size_t>(blocks.count()), 0);
  std::vector<double> row(static_cast<std::size_t>(owned.nx()));
  for (int j = 0; j < owned.ny(); ++j) {
    rows.copy(j, j + 1, row.data());
    add_to_checksums(blocks, owned.y.begin + j, owned.x.begin, owned.nx(), row.data(), checksums);
  }
  decomposition.comm().sum(checksums);
  return checksums;
}

/// The files of a checkpoint and the fields in them, without where they lie.
std::vector<FileEntry> files_of(const std::string& stem, CheckpointFormat format,
                                std::vector<FieldEntry> fields) {
  std::vector<FileEntry> files;
  if (format == CheckpointFormat::hdf5) {
    files.push_back({stem + ".h5", 0, 0, 0, std::move(fields)});
    return files;
  }
  for (auto& field : fields) {
    const std::string name = field.name == "temperature" ? ".bin" : "." + field.name + ".bin";
    files.push_back({stem + name, 0, 0, 0, {std::move(field)}});
  }
  return files;
}

/// Creates the raw files and their description. Not collective.
void create_raw_checkpoint(const std::filesystem::path& main_file, Manifest& manifest) {
  const std::filesystem::path folder = main_file.parent_path();
  for (auto& entry : manifest.files) {
    const std::filesystem::path path = part_of(folder / entry.name);
    create_raw_field(path, manifest.nx, manifest.ny);
    const File file = File::open_to_read(path);
    entry.bytes = file.size();
    entry.fields.front().offset = raw_header_bytes;
    entry.rest = hash_rest(file, entry, manifest.blocks());
  }
  File description = File::create(part_of(main_file));
  description.write(manifest.to_text(), 0);
  description.close();
}

/// Every rank waits until what it wrote is on the disk.
void sync_on_all_ranks(const Communicator& comm, const std::filesystem::path& path) {
  agree<IoError>(comm, [&] { File::open_to_read(path).sync(); });
}

const FieldEntry& entry_of(const Manifest& manifest, const std::string& name, const FileEntry*& file) {
  for (const auto& candidate : manifest.files) {
    for (const auto& field : candidate.fields) {
      file = &candidate;
      if (field.name == name) return field;
    }
  }
  throw IoError(fmt::format("the checkpoint holds no field '{}'", name));
}

}  // namespace

VerifiedCheckpoint open_checkpoint(const Communicator& comm, const std::filesystem::path& path) {
  VerifiedCheckpoint checkpoint;
  checkpoint.path = path;
  if (path.extension() == ".bin") checkpoint.path.replace_extension(".json");
  checkpoint.manifest = read_manifest(comm, checkpoint.path);
  verify_files(comm, checkpoint.manifest, checkpoint.path);
  return checkpoint;
}

CheckpointStore::CheckpointStore(const Decomposition& decomposition, const Field& mask,
                                 CheckpointOptions options)
    : decomposition_(&decomposition), mask_(&mask), options_(std::move(options)) {}

void CheckpointStore::write(const CheckpointState& state, const Field& temperature,
                            const std::vector<NamedField>& others) {
  const Communicator& comm = decomposition_->comm();
  Manifest manifest{decomposition_->space().nx, decomposition_->space().ny, state, {}};
  std::vector<NamedField> fields{{"temperature", &temperature}};
  fields.insert(fields.end(), others.begin(), others.end());
  std::vector<FieldRows> rows;
  std::vector<FieldEntry> entries;
  for (const auto& [name, field] : fields) {
    rows.emplace_back(*field, *mask_);
    entries.push_back({name, 0, checksums_in_memory(*decomposition_, manifest.blocks(), rows.back())});
  }
  const std::string stem = step_name(state.step);
  manifest.files = files_of(stem, options_.format, std::move(entries));
  const std::filesystem::path main_file =
      options_.folder / (stem + (options_.format == CheckpointFormat::hdf5 ? ".h5" : ".json"));
  try {
    write_parts(manifest, rows, main_file);
    verify_parts(manifest, main_file);
    put_in_place(manifest, main_file);
  } catch (const IoError&) {
    if (comm.is_root()) discard_parts(manifest, main_file);
    throw;
  }
}

void CheckpointStore::write_parts(Manifest& manifest, const std::vector<FieldRows>& rows,
                                  const std::filesystem::path& main_file) const {
  const Communicator& comm = decomposition_->comm();
  const bool hdf5 = options_.format == CheckpointFormat::hdf5;
  agree<IoError>(comm, [&] {
    if (!comm.is_root()) return;
    options_.require_folder();
    make_subfolder(options_.folder);
    if (hdf5) {
      create_hdf5_checkpoint(part_of(main_file), manifest, options_.provenance);
    } else {
      create_raw_checkpoint(main_file, manifest);
    }
  });
  if (hdf5) write_hdf5_fields(*decomposition_, part_of(main_file), manifest.files.front(), rows);
  for (std::size_t n = 0; n < manifest.files.size(); ++n) {
    const std::filesystem::path path = part_of(options_.folder / manifest.files[n].name);
    if (!hdf5) write_raw_field(*decomposition_, path, rows[n]);
    sync_on_all_ranks(comm, path);
  }
  if (!hdf5) sync_on_all_ranks(comm, part_of(main_file));
}

void CheckpointStore::verify_parts(const Manifest& manifest, const std::filesystem::path& main_file) const {
  const Communicator& comm = decomposition_->comm();
  const Manifest written = read_manifest(comm, part_of(main_file));
  agree<IoError>(comm, [&] {
    if (comm.is_root() && written.to_text() != manifest.to_text()) {
      throw IoError(fmt::format("'{}' does not hold what was written", part_of(main_file).string()));
    }
  });
  verify_files(comm, written, main_file, part);
}

void CheckpointStore::put_in_place(const Manifest& manifest, const std::filesystem::path& main_file) const {
  agree<IoError>(decomposition_->comm(), [&] {
    if (!decomposition_->comm().is_root()) return;
    options_.require_folder();
    for (const auto& entry : manifest.files) {
      const std::filesystem::path path = options_.folder / entry.name;
      if (path != main_file) rename_file(part_of(path), path);
    }
    rename_file(part_of(main_file), main_file);  // from here on the checkpoint exists
    sync_folder(options_.folder);
    int kept = 0;  // removals are not synced: a file that a crash brings back is one checkpoint more
    for (const auto& name : list_checkpoints(options_.folder)) {
      if (name.main_file == main_file || (name.step < manifest.state.step && ++kept < options_.keep))
        continue;
      remove_checkpoint(name);
    }
    remove_parts(options_.folder);
  });
}

void CheckpointStore::discard_parts(const Manifest& manifest, const std::filesystem::path& main_file) const {
  const auto try_to_remove = [](const std::filesystem::path& path) {
    std::error_code ignored;  // the failure that brought us here is the one to report
    std::filesystem::remove(path, ignored);
  };
  for (const auto& entry : manifest.files) try_to_remove(part_of(options_.folder / entry.name));
  try_to_remove(part_of(main_file));
}

std::optional<VerifiedCheckpoint> CheckpointStore::newest_good() const {
  std::vector<Path> ignored;
  return find_good(ignored);
}

/// IoError, too, for a checkpoint of another run.
VerifiedCheckpoint CheckpointStore::open_own(const Path& path) const {
  VerifiedCheckpoint checkpoint = open_checkpoint(decomposition_->comm(), path);
  const std::int64_t step = checkpoint.state().step;
  const std::string reason = path.stem() == step_name(step) ? options_.refuse(checkpoint.state())
                                                            : fmt::format("holds step {}", step);
  if (!reason.empty()) throw IoError(fmt::format("'{}' {}", path.string(), reason));
  return checkpoint;
}

std::optional<VerifiedCheckpoint> CheckpointStore::find_good(std::vector<Path>& passed_over) const {
  const Communicator& comm = decomposition_->comm();
  std::string paths;  // each with a zero byte behind it; rank 0's view of the folder counts
  agree<IoError>(comm, [&] {
    if (!comm.is_root()) return;
    for (const auto& name : list_checkpoints(options_.folder)) paths += name.main_file.string() + '\0';
  });
  paths = comm.broadcast(std::move(paths));
  std::string unreadable;
  for (std::size_t begin = 0; begin < paths.size();) {
    const std::size_t end = paths.find('\0', begin);
    const Path path = paths.substr(begin, end - begin);
    std::string error;
    for (int attempt = 0; attempt < 2; ++attempt) {  // disks and servers fail for a moment, too
      try {
        return open_own(path);
      } catch (const IoError& e) {
        error = e.what();
      }
    }
    if (comm.is_root()) options_.log("checkpoint passed over: " + error);
    const bool can_read = can_be_read(checkpoint_name(path).value());
    if (comm.max(std::int64_t{!can_read}) != 0) unreadable = error;
    passed_over.push_back(path);
    begin = end + 1;
  }
  if (unreadable.empty()) return std::nullopt;
  throw IoError(unreadable + "; it may be sound, so nothing is changed: start again when it can be read");
}

std::optional<VerifiedCheckpoint> CheckpointStore::newest_to_start_from() const {
  const Communicator& comm = decomposition_->comm();
  agree<IoError>(comm, [&] {
    if (!comm.is_root()) return;
    options_.require_folder();
    const auto failed = set_aside_failed(options_.folder);
    if (failed.empty()) return;
    options_.log(fmt::format("two starts from '{}' failed: it is set aside, and an older one is taken",
                             failed.string()));
  });
  std::vector<Path> passed_over;
  auto good = find_good(passed_over);
  agree<IoError>(comm, [&] {
    if (!comm.is_root()) return;
    options_.require_folder();
    for (const auto& path : passed_over) set_aside(checkpoint_name(path).value());
    if (!good && !passed_over.empty())
      options_.log("no checkpoint is good: the run begins at its start again");
  });
  return good;
}

void CheckpointStore::begin_start(const VerifiedCheckpoint& checkpoint) const {
  agree<IoError>(decomposition_->comm(), [&] {
    if (!decomposition_->comm().is_root()) return;
    options_.require_folder();
    mark_start(checkpoint.path);
  });
}

void CheckpointStore::start_succeeded() const {
  agree<IoError>(decomposition_->comm(), [&] {
    if (!decomposition_->comm().is_root()) return;
    options_.require_folder();
    unmark_start(options_.folder);
  });
}

void CheckpointStore::read(const VerifiedCheckpoint& checkpoint, const std::string& name,
                           Field& field) const {
  const Manifest& manifest = checkpoint.manifest;
  const auto& space = decomposition_->space();
  if (manifest.nx != space.nx || manifest.ny != space.ny) {
    throw IoError(fmt::format("'{}' holds {} x {} cells, the case has {} x {}", checkpoint.path.string(),
                              manifest.nx, manifest.ny, space.nx, space.ny));
  }
  const FileEntry* file = nullptr;
  const FieldEntry& entry = entry_of(manifest, name, file);
  const std::filesystem::path path = place_of(*file, checkpoint.path);
  const ChecksumBlocks blocks = manifest.blocks();
  const auto& owned = decomposition_->owned();
  std::vector<std::int64_t> checksums(static_cast<std::size_t>(blocks.count()), 0);
  FieldFiller filler(field, *mask_);
  const TakeRows take = [&](int j0, int j1, const double* cells) {
    filler.set(j0, j1, cells);
    for (int j = j0; j < j1; ++j, cells += owned.nx())
      add_to_checksums(blocks, owned.y.begin + j, owned.x.begin, owned.nx(), cells, checksums);
  };
  if (file->holds_manifest()) {
    read_hdf5_field(*decomposition_, path, name, take);
  } else {
    read_raw_field(*decomposition_, path, take);
  }
  decomposition_->comm().sum(checksums);
  if (checksums != entry.checksums) {
    throw IoError(fmt::format("'{}' changed while it was being read", path.string()));
  }
  filler.finish();
}

void CheckpointStore::drop_after(std::int64_t step) const {
  agree<IoError>(decomposition_->comm(), [&] {
    if (!decomposition_->comm().is_root()) return;
    options_.require_folder();
    for (const auto& name : list_checkpoints(options_.folder)) {
      if (name.step > step) remove_checkpoint(name);
    }
  });
}

}  // namespace isotherm
