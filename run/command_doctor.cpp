// isotherm doctor: what this machine and its libraries are, what was tried, what is unsafe and what to set.

#include <cstdlib>
#include <fmt/format.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <thread>
#include <unistd.h>

#include "io/build_info.hpp"
#include "io/checkpoint.hpp"
#include "io/hdf5/version.hpp"
#include "io/provenance.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"
#include "run/plan.hpp"
#include "solver/parallel/window.hpp"

namespace isotherm {
namespace {

using Path = std::filesystem::path;

/// The lines of the examination; the root rank prints them.
class Findings {
 public:
  explicit Findings(const Communicator& comm) : comm_(&comm) {}
  void fact(const std::string& what, const std::string& value) const { line("      ", what, value); }
  void good(const std::string& what, const std::string& value) const { line("ok    ", what, value); }
  void note(const std::string& what, const std::string& value) const { line("note  ", what, value); }
  void bad(const std::string& what, const std::string& value) {
    line("BAD   ", what, value);
    sound_ = false;
  }
  bool sound() const { return sound_; }

 private:
  void line(const char* mark, const std::string& what, const std::string& value) const {
    if (comm_->is_root()) fmt::print("{}{:<18}{}\n", mark, what, value);
  }
  const Communicator* comm_;
  bool sound_ = true;
};

std::string set_or(const char* variable, const char* otherwise) {
  const char* value = std::getenv(variable);
  return value != nullptr ? value : otherwise;
}

int cores_allowed() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return sched_getaffinity(0, sizeof(set), &set) == 0 ? CPU_COUNT(&set) : 0;
}

void versions(Findings& findings) {
  const BuildInfo& build = build_info();
  findings.fact("isotherm", fmt::format("{} ({}), {}, {}, for {}", build.version, build.commit,
                                        build.build_type, build.compiler, build.architecture));
  findings.fact("MPI", mpi_library());
  findings.fact("HDF5", hdf5_version());
  findings.fact("Kokkos", fmt::format("{}, kernels run on {}", build.kokkos_version,
                                      Kokkos::DefaultExecutionSpace::name()));
  if (build.build_type != "Release")
    findings.note("build", "not a release build: slow; cmake --preset release");
}

void machine(const Communicator& comm, Findings& findings) {
  const double page = static_cast<double>(sysconf(_SC_PAGESIZE));
  const double total = page * static_cast<double>(sysconf(_SC_PHYS_PAGES));
  const double free = page * static_cast<double>(sysconf(_SC_AVPHYS_PAGES));
  findings.fact("memory", fmt::format("{}, {} of it unused", bytes_in_words(total), bytes_in_words(free)));
  const auto cores = static_cast<int>(std::thread::hardware_concurrency());
  findings.fact("cores", fmt::format("{}; ranks here: {}", cores, comm.size()));
  if (comm.size() > cores && set_or("OMPI_MCA_mpi_yield_when_idle", "0") != "1") {
    findings.bad("ranks",
                 "more than cores and they spin while they wait: export OMPI_MCA_mpi_yield_when_idle=1, or "
                 "take fewer ranks");
  }
  // Two launchers that bind to cores by themselves take the same ones.
  const std::int64_t least = -comm.max(-std::int64_t{cores_allowed()});
  if (least < cores && comm.size() > 1) {
    findings.note(
        "binding",
        fmt::format("ranks are bound to as few as {} cores; with two runs on this machine at once use "
                    "--bind-to none, or they share these",
                    least));
  } else {
    findings.good("binding", "ranks may use all cores");
  }
}

void one_sided(const Communicator& comm, Findings& findings) {
  constexpr std::int64_t rounds = 1000;
  Window window(comm, 1);
  for (std::int64_t n = 0; n < rounds; ++n) window.fetch_and_add(0, 1);
  comm.barrier();
  const std::int64_t sum = window.fetch_and_add(0, 0);
  const std::string component = set_or("OMPI_MCA_osc", "chosen by the library");
  if (comm.max(std::int64_t{sum != rounds * comm.size()}) == 0) {
    findings.good("one-sided",
                  fmt::format("{} additions by each rank were exact; component: {}", rounds, component));
  } else {
    findings.bad("one-sided",
                 fmt::format("lost additions; component: {}. Set OMPI_MCA_osc=^rdma", component));
  }
}

/// Writes a checkpoint there; the reason when it fails.
std::string try_checkpoint(const Communicator& comm, const Path& folder, CheckpointFormat format, int cells) {
  const Decomposition decomposition(comm, {cells, cells, false, false});
  Field T("doctor", decomposition.owned().nx(), decomposition.owned().ny(), 1);
  T.fill(1.5);
  const Field no_mask;
  CheckpointOptions options;
  options.folder = folder;
  options.format = format;
  CheckpointStore store(decomposition, no_mask, options);
  try {
    store.write({0, 0.0, "title: doctor\n", {}, {}}, T);
    if (!store.newest_good()) return "it was written and is not there";
  } catch (const IoError& e) {
    return e.what();
  }
  return {};
}

void folder_truth(const Communicator& comm, const Path& folder, Findings& findings) {
  struct statvfs space {};
  if (statvfs(folder.c_str(), &space) == 0) {
    findings.fact("folder", fmt::format("{}: {} free", folder.string(),
                                        bytes_in_words(static_cast<double>(space.f_bavail) *
                                                       static_cast<double>(space.f_frsize))));
  }
  const Path trial = folder / comm.broadcast(fmt::format("isotherm-doctor-{}", getpid()));
  for (const auto& [format, name] :
       {std::pair(CheckpointFormat::hdf5, "parallel HDF5"), std::pair(CheckpointFormat::mpiio, "MPI-IO")}) {
    const std::string reason = try_checkpoint(comm, trial, format, 256);
    if (reason.empty()) {
      findings.good(name, "a checkpoint was written, synced, read back and verified");
    } else {
      findings.bad(name, reason + ": choose another folder, or checkpoint.format");
    }
  }
  std::error_code ignored;
  if (comm.is_root()) std::filesystem::remove_all(trial, ignored);
}

/// A file system of 4 MiB that only this process sees; false where that is not allowed.
bool mount_small(const Path& folder) {
  return unshare(CLONE_NEWNS) == 0 && mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
         mount("none", folder.c_str(), "tmpfs", 0, "size=4m") == 0;
}

/// Whether a checkpoint that does not fit is reported as such.
void full_disk_truth(const Communicator& comm, Findings& findings) {
  if (comm.size() > 1) return findings.note("full disk", "not tried: run isotherm doctor without mpiexec");
  std::string pattern = (std::filesystem::temp_directory_path() / "isotherm-doctor-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) return findings.note("full disk", "not tried: no temporary folder");
  const Path folder = pattern;
  std::error_code ignored;
  if (!mount_small(folder)) {
    findings.note("full disk", "not tried: only root may mount a small file system");
  } else {
    for (const auto& [format, name] :
         {std::pair(CheckpointFormat::hdf5, "HDF5"), std::pair(CheckpointFormat::mpiio, "MPI-IO")}) {
      const std::string reason = try_checkpoint(comm, folder / "run", format, 1024);
      if (reason.empty()) {
        findings.bad("full disk", fmt::format("{} claims to have written 8 MB into 4 MiB", name));
      } else {
        findings.good("full disk",
                      fmt::format("{}: reported, {}", name, reason.substr(reason.rfind(": ") + 2)));
      }
    }
    umount2(folder.c_str(), MNT_DETACH);
  }
  std::filesystem::remove(folder, ignored);
}

ExitCode examine(const Communicator& comm, const std::string& folder) {
  if (comm.min(std::filesystem::is_directory(folder) ? 1.0 : 0.0) < 1.0)
    throw Failure(ExitCode::input_missing, "there is no folder " + folder);
  Findings findings(comm);
  versions(findings);
  machine(comm, findings);
  one_sided(comm, findings);
  folder_truth(comm, folder, findings);
  full_disk_truth(comm, findings);
  const std::string job = job_id();
  if (!job.empty()) findings.fact("batch job", job);
  if (comm.is_root()) {
    fmt::print("{}\n",
               findings.sound() ? "Nothing unsafe was found." : "Mend what is marked BAD before a long run.");
  }
  return findings.sound() ? ExitCode::done : ExitCode::difference;
}

}  // namespace

ExitCode DoctorCommand::operator()(int& argc, char**& argv) const {
  return with_environment(argc, argv, [&](const Communicator& comm) { return examine(comm, folder); });
}

}  // namespace isotherm
