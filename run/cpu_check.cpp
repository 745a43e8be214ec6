// Says so, instead of dying of SIGILL, when the processor lacks instructions that this program was built
// with.
//
// This file is compiled for the plain processor and includes no C++ header: an inline function that it shared
// with another file could come out of the linker in that file's version, with the very instructions to check.

#include <string.h>
#include <unistd.h>

namespace {

void say(const char* text) {
  if (write(STDERR_FILENO, text, strlen(text)) < 0) _exit(70);
}

// Priority 101 is the first open to programs: before every constructor of isotherm and of its static
// libraries.
__attribute__((constructor(101))) void check_cpu() {
  bool complete = true;
#if defined(__x86_64__)
  __builtin_cpu_init();
#define ISOTHERM_CPU_FEATURE(name)                                                                           \
  if (!__builtin_cpu_supports(name)) {                                                                       \
    say(complete ? "isotherm: this processor lacks instructions that this program was built with: " : ", "); \
    say(name);                                                                                               \
    complete = false;                                                                                        \
  }
#include "cpu_features.inc"
#endif
  if (complete) return;
  say("\nBuild it on this machine, or anywhere with: cmake --preset portable\n");
  _exit(70);
}

}  // namespace
