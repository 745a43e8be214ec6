#include "io/hdf5/checkpoint_file.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "io/hdf5/attributes.hpp"
#include "io/hdf5/parallel_file.hpp"
#include "io/hdf5/skeleton.hpp"

namespace isotherm {
namespace {

constexpr std::int64_t smallest_user_block = 512;

/// Room for the manifest whatever numbers will stand in it: offsets and sizes, unknown so far, and those of
/// the state. So the length of the file depends on the case and its grid alone.
std::int64_t user_block_for(Manifest manifest) {
  constexpr auto longest_integer = std::numeric_limits<std::int64_t>::min();
  constexpr double longest_number = std::numeric_limits<double>::lowest();
  manifest.state.step = longest_integer;
  manifest.state.time = longest_number;
  for (auto& [name, values] : manifest.state.integers)
    std::fill(values.begin(), values.end(), longest_integer);
  for (auto& [name, values] : manifest.state.numbers) std::fill(values.begin(), values.end(), longest_number);
  for (auto& file : manifest.files) {
    file.bytes = file.first_byte = longest_integer;
    for (auto& field : file.fields) field.offset = longest_integer;
  }
  const auto bytes = static_cast<std::uint64_t>(manifest.to_text().size());
  return std::max(smallest_user_block, static_cast<std::int64_t>(std::bit_ceil(bytes)));
}

/// The facts in texts whose lengths, filled up with zero bytes, are the same for most machines, commands and
/// numbers of ranks.
std::map<std::string, std::string> of_common_length(std::map<std::string, std::string> facts) {
  constexpr std::size_t unit = 512;
  facts.try_emplace("job");
  for (auto& [name, text] : facts) text.resize((text.size() / unit + 1) * unit, '\0');
  return facts;
}

void write_state(hid_t file, const CheckpointState& state) {
  write_attribute(file, "format_version", Manifest::format_version);
  write_attribute(file, "step", state.step);
  write_attribute(file, "time", state.time);
  write_attribute(file, "case", state.case_text);
  const Hdf5Handle group = create_group(file, "state");
  for (const auto& [name, values] : state.integers) write_attribute(group, name, std::span(values));
  for (const auto& [name, values] : state.numbers) write_attribute(group, name, std::span(values));
}

/// Allocates a field's dataset and returns where its cells will lie.
std::int64_t create_field(hid_t file, const Manifest& manifest, const FieldEntry& field) {
  const std::array<hsize_t, 2> extents{static_cast<hsize_t>(manifest.ny), static_cast<hsize_t>(manifest.nx)};
  const Hdf5Handle space(H5Screate_simple(2, extents.data(), nullptr), H5Sclose, "H5Screate_simple");
  const Hdf5Handle set(H5Dcreate2(file, field.name.c_str(), H5T_IEEE_F64LE, space, H5P_DEFAULT,
                                  allocated_dataset_properties(), H5P_DEFAULT),
                       H5Dclose, "H5Dcreate2");
  write_attribute(set, "rows_per_checksum", manifest.blocks().rows_per_block());
  write_attribute(set, "checksums", std::span<const std::int64_t>(field.checksums));
  const haddr_t offset = H5Dget_offset(set);
  if (offset == HADDR_UNDEF) throw IoError("HDF5 failed in H5Dget_offset: " + hdf5_error_text());
  return static_cast<std::int64_t>(offset);
}

/// All but the manifest and the cells; says in the manifest where these lie.
File draw_up_checkpoint(Manifest& manifest, const std::map<std::string, std::string>& provenance) {
  FileEntry& entry = manifest.files.front();
  entry.first_byte = user_block_for(manifest);
  const std::int64_t field_bytes =
      manifest.nx * manifest.ny * static_cast<std::int64_t>(sizeof(double) * entry.fields.size());
  return draw_up_hdf5(entry.name, entry.first_byte, field_bytes, [&](hid_t file) {
    write_state(file, manifest.state);
    write_text_group(file, "provenance", of_common_length(provenance));
    for (auto& field : entry.fields) field.offset = create_field(file, manifest, field);
  });
}

}  // namespace

void create_hdf5_checkpoint(const std::filesystem::path& path, Manifest& manifest,
                            const std::map<std::string, std::string>& provenance) {
  const File skeleton = draw_up_checkpoint(manifest, provenance);
  FileEntry& entry = manifest.files.front();
  entry.bytes = skeleton.size();
  entry.rest = hash_rest(skeleton, entry, manifest.blocks());
  File file = place_skeleton(skeleton, path);
  file.write(manifest.to_text(entry.first_byte), 0);
  file.close();
}

std::int64_t hdf5_checkpoint_bytes(std::int64_t nx, std::int64_t ny, const CheckpointState& state,
                                   const std::vector<std::string>& fields,
                                   const std::map<std::string, std::string>& provenance) {
  Manifest manifest{nx, ny, state, {}};
  FileEntry file{"step-000000000.h5", 0, 0, 0, {}};
  const auto checksums = static_cast<std::size_t>(manifest.blocks().count());
  for (const std::string& name : fields)
    file.fields.push_back({name, 0, std::vector<std::int64_t>(checksums)});
  manifest.files.push_back(std::move(file));
  return draw_up_checkpoint(manifest, provenance).size();
}

void write_hdf5_fields(const Decomposition& decomposition, const std::filesystem::path& path,
                       const FileEntry& entry, const std::vector<FieldRows>& rows) {
  ParallelHdf5File file(decomposition, path, ParallelHdf5File::Access::write);
  for (std::size_t n = 0; n < rows.size(); ++n) file.write(entry.fields[n].name, rows[n]);
  file.close();
}

void read_hdf5_field(const Decomposition& decomposition, const std::filesystem::path& path,
                     const std::string& name, const TakeRows& take) {
  ParallelHdf5File file(decomposition, path, ParallelHdf5File::Access::read);
  file.read(name, take);
  file.close();
}

}  // namespace isotherm
