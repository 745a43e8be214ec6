// Any bytes as a case: refused with a ConfigError, or a case whose resolved text is a case again, and the
// same one.

#include <cstdint>
#include <cstdlib>
#include <string>

#include "io/config/load.hpp"

namespace {

/// Cases name files, but this test reads none.
std::string nothing(const std::string& path) {
  throw isotherm::MissingInput(path);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string resolved;
  try {
    resolved =
        isotherm::load_case({reinterpret_cast<const char*>(data), size}, "case.yaml", {}, {.read = nothing})
            .resolved;
  } catch (const isotherm::ConfigError&) {
    return 0;
  } catch (const isotherm::MissingInput&) {  // a case may name an image
    return 0;
  }
  if (isotherm::load_case(resolved, "resolved.yaml").resolved != resolved) std::abort();
  return 0;
}
