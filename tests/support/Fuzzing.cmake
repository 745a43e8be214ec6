# isotherm_fuzz_targets(): tests/fuzz/NAME.cpp becomes fuzz_NAME, by libFuzzer, with nothing but the code that reads
# cases. For clang: see the preset "fuzz".
function(isotherm_fuzz_targets)
  file(GLOB fuzzed CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/physics/*.cpp ${CMAKE_SOURCE_DIR}/io/config/*.cpp
       ${CMAKE_SOURCE_DIR}/io/picture/color_map.cpp ${CMAKE_SOURCE_DIR}/io/image.cpp
       ${CMAKE_SOURCE_DIR}/io/file_system.cpp ${CMAKE_SOURCE_DIR}/io/json.cpp)
  list(FILTER fuzzed EXCLUDE REGEX "/config/(describe|differences|sampling|schema|study[a-z_]*)\\.cpp$")
  add_library(isotherm_fuzzed STATIC EXCLUDE_FROM_ALL ${fuzzed})
  # Many sources in one: a third of the time.
  set_target_properties(isotherm_fuzzed PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 14)
  set(tables ${fuzzed})
  list(FILTER tables INCLUDE REGEX "/keys_[a-z]*\\.cpp$") # short words of their own
  set_source_files_properties(${tables} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(isotherm_fuzzed PUBLIC ${CMAKE_SOURCE_DIR})
  target_compile_options(isotherm_fuzzed PUBLIC -fsanitize=fuzzer-no-link -w) # warnings are for the other builds
  target_link_libraries(isotherm_fuzzed PUBLIC isotherm_settings Kokkos::kokkos fmt::fmt nlohmann_json::nlohmann_json
                                               muparser yaml-cpp udunits2 xxhash PNG::PNG)
  file(GLOB sources CONFIGURE_DEPENDS fuzz/*.cpp)
  foreach(source IN LISTS sources)
    cmake_path(GET source STEM name)
    add_executable(fuzz_${name} EXCLUDE_FROM_ALL ${source})
    target_link_libraries(fuzz_${name} PRIVATE isotherm_fuzzed)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
  endforeach()
endfunction()
