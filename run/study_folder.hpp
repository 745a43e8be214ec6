#pragma once
// The folder of a study: names in it.

#include <filesystem>
#include <string>

namespace isotherm {

class StudyFolder {
 public:
  explicit StudyFolder(std::filesystem::path path) : path_(std::move(path)) {}

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path study_file() const { return path_ / "study.yaml"; }
  std::filesystem::path results_csv() const { return path_ / "results.csv"; }
  std::filesystem::path report() const { return path_ / "report.html"; }
  std::filesystem::path results_hdf5() const { return path_ / "results.h5"; }
  std::filesystem::path status() const { return path_ / "status.json"; }
  std::filesystem::path cases() const { return path_ / "cases"; }
  std::filesystem::path case_folder(const std::string& hash) const { return cases() / hash; }
  /// The record of a case that has ended.
  std::filesystem::path record(const std::string& hash) const { return case_folder(hash) / "result.json"; }

  /// The default folder of a study file: its stem + ".study" in the working folder.
  static std::filesystem::path default_for(const std::filesystem::path& study_file) {
    return study_file.stem().string() + ".study";
  }

 private:
  std::filesystem::path path_;
};

}  // namespace isotherm
