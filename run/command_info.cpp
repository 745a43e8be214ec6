// isotherm info FILE: what a checkpoint, a snapshot or a run folder holds.

#include <filesystem>
#include <fmt/format.h>
#include <memory>

#include "io/inspect.hpp"
#include "run/commands.hpp"
#include "run/guard.hpp"

namespace isotherm {

void add_info_command(CLI::App& app, Action& action) {
  auto path = std::make_shared<std::string>();
  auto* command = app.add_subcommand("info", "What a checkpoint, a snapshot or a run folder holds");
  command->add_option("file", *path, "A checkpoint, a snapshot or a run folder")->required();
  command->footer("Example: isotherm info case.run/checkpoints/step-000000500.h5");
  command->callback([path, &action] {
    action = [path](int& argc, char**& argv) {
      return with_environment(argc, argv, [&](const Communicator& comm) {
        if (!std::filesystem::exists(*path))
          throw Failure(ExitCode::input_missing, *path + " does not exist");
        if (comm.is_root()) fmt::print("{}\n", describe_file(*path));
        return ExitCode::done;
      });
    };
  });
}

}  // namespace isotherm
