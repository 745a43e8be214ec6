// What goes into a batch script.

#include "run/submit.hpp"

#include <gtest/gtest.h>
#include <stdexcept>

namespace isotherm {
namespace {

TEST(BatchScript, QuotesForTheShell) {
  EXPECT_EQ(shell_quoted("a/b-1.yaml"), "a/b-1.yaml");
  EXPECT_EQ(shell_quoted(""), "''");
  EXPECT_EQ(shell_quoted("a b"), "'a b'");
  EXPECT_EQ(shell_quoted("it's $HOME"), "'it'\\''s $HOME'");
}

TEST(BatchScript, NamesArePlain) {
  EXPECT_EQ(plain_name("my case; rm"), "my_case__rm");
  EXPECT_EQ(plain_name("-x"), "isotherm_-x");
}

TEST(BatchScript, DurationsRoundUp) {
  EXPECT_EQ(slurm_duration(59.2), "00:01:00");
  EXPECT_EQ(slurm_duration(93784.0), "1-02:03:04");
}

BatchJob job() {
  BatchJob made;
  made.title = "first line\n#SBATCH --uid=0 {{LAUNCH}}";
  made.name = "conduction-in-a-plate";
  made.launch = {"mpiexec", "{{TITLE}}"};
  return made;
}

TEST(BatchScript, ATitleStaysInItsComment) {
  const std::string script = batch_script(job());
  EXPECT_NE(script.find("\n# first line #SBATCH --uid=0 {{LAUNCH}}\n"), std::string::npos);
  EXPECT_EQ(script.find("\n#SBATCH --uid"), std::string::npos);
  EXPECT_NE(script.find("launch=(mpiexec '{{TITLE}}')"), std::string::npos);
}

TEST(BatchScript, AnOptionIsOneLine) {
  BatchJob made = job();
  made.options = {"partition=a\n#SBATCH --uid=0"};
  EXPECT_THROW(batch_script(made), std::invalid_argument);
}

}  // namespace
}  // namespace isotherm
