// isotherm man, isotherm completion: manual page and shell completion, made from the command line's own
// description and the table of keys.

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "io/build_info.hpp"
#include "io/config/keys.hpp"
#include "run/commands.hpp"

namespace isotherm {
namespace {

/// A text as troff takes it: no line begins with a control character, backslashes and hyphens are themselves.
std::string roff(const std::string& text) {
  std::string out;
  for (std::size_t k = 0; k < text.size(); ++k) {
    const char c = text[k];
    const bool first = k == 0 || text[k - 1] == '\n';
    if (first && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
  }
  return out;
}

/// The names of an option as they are typed: "--set" or "-n, --ranks".
std::string typed(const CLI::Option& option) {
  std::string names;
  for (const auto& name : option.get_snames()) names += (names.empty() ? "-" : ", -") + name;
  for (const auto& name : option.get_lnames()) names += (names.empty() ? "--" : ", --") + name;
  return names.empty() ? option.get_name(true) : names;
}

std::string manual_of_command(const CLI::App& command) {
  std::string out = ".SS " + command.get_name() + "\n" + roff(command.get_description()) + ".\n";
  for (const CLI::Option* option : command.get_options()) {
    out += ".TP\n.B " + roff(typed(*option)) + "\n" + roff(option->get_description()) + "\n";
  }
  return out + ".PP\n.nf\n" + roff(command.get_footer()) + "\n.fi\n";
}

std::string manual(const CLI::App& app) {
  std::string out = fmt::format(
      ".TH ISOTHERM 1 \"\" \"isotherm {}\"\n.SH NAME\nisotherm \\- heat conduction in two dimensions, in "
      "parallel\n"
      ".SH SYNOPSIS\n.B mpiexec \\-n\n.I ranks\n.B isotherm run\n.I case.yaml\n.br\n.B isotherm\n.I command\n"
      "[options]\n.SH COMMANDS\n",
      build_info().version);
  for (const CLI::App* command : app.get_subcommands({})) out += manual_of_command(*command);
  out += ".SH KEYS OF A CASE\n# stands for an item of a list, * for a name.\n";
  for (const auto& known : config::all_keys()) {
    if (known.row->key == "#" || known.row->key == "*") continue;
    out += ".TP\n.B " + roff(known.path) + "\n" + roff(known.row->help) + " Write " +
           roff(config::forms_in_words(*known.row)) + ".\n";
  }
  return out +
         ".SH EXIT STATUS\n0 done; 1 compare: they differ; 64 usage; 65 bad case; 66 input missing; 70 a "
         "bug; 71 a rank was "
         "lost; 73 the run folder is in use or cannot be made; 74 I/O failed; 75 stopped early with a "
         "checkpoint, run the "
         "same line again; 76 numerical failure.\nA study ends with 0 although cases failed, unless the next "
         "start tries them again: with 74 after writes that failed, with 75 where a memory or a processor "
         "erred.\n";
}

/// All keys without lists and names, for explain and --set.
std::string key_words() {
  std::string words;
  for (const auto& known : config::all_keys()) {
    if (known.path.find_first_of("#*") == std::string::npos) words += known.path + " ";
  }
  return words;
}

std::string option_words(const CLI::App& command) {
  std::string words;
  for (const CLI::Option* option : command.get_options()) {
    for (const auto& name : option->get_snames()) words += "-" + name + " ";
    for (const auto& name : option->get_lnames()) words += "--" + name + " ";
  }
  return words;
}

std::string bash_completion(const CLI::App& app) {
  std::string commands;
  std::string cases;
  for (const CLI::App* command : app.get_subcommands({})) {
    commands += command->get_name() + " ";
    cases += fmt::format("    {}) options=\"{}\" ;;\n", command->get_name(), option_words(*command));
  }
  return fmt::format(R"(# bash completion of isotherm; in zsh after: autoload -U bashcompinit && bashcompinit
_isotherm() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} command= k options=
  for ((k = 1; k < COMP_CWORD; ++k)); do
    [[ ${{COMP_WORDS[k]}} == isotherm ]] && continue
    command=${{COMP_WORDS[k]}} && break
  done
  if [[ -z $command ]]; then
    COMPREPLY=($(compgen -W "{}--help --version" -- "$word"))
    return
  fi
  case $command in
{}  esac
  if [[ $before == --set ]]; then
    COMPREPLY=($(compgen -S = -W "{}" -- "$word"))
    compopt -o nospace
  elif [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [[ $command == explain ]]; then
    COMPREPLY=($(compgen -W "{}" -- "$word"))
  elif [[ $command == init ]]; then
    COMPREPLY=($(compgen -W "plate chip wall steady study" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}}
complete -o filenames -F _isotherm isotherm
)",
                     commands, cases, key_words(), key_words());
}

}  // namespace

ExitCode ManualCommand::operator()(int&, char**&) const {
  fmt::print("{}", manual(*program));
  return ExitCode::done;
}

ExitCode CompletionCommand::operator()(int&, char**&) const {
  if (shell == "zsh") fmt::print("autoload -U +X bashcompinit && bashcompinit\n");
  fmt::print("{}", bash_completion(*program));
  return ExitCode::done;
}

}  // namespace isotherm
