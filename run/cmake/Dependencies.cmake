# Every library that isotherm uses, why, and the Debian package that holds it.
# Each becomes one target; all their headers count as system headers, so our warnings stay ours.

# isotherm_require(found what package): stops with the package to install.
function(isotherm_require found what package)
  if(NOT ${found})
    message(FATAL_ERROR "isotherm needs ${what}, which was not found.\n"
                        "  On Debian and Ubuntu: apt-get install ${package}\n"
                        "  (or all of it at once: run/install-packages build)\n"
                        "  Elsewhere: install it and add its prefix to CMAKE_PREFIX_PATH.")
  endif()
endfunction()

# isotherm_pkg_config(target module what package): a library that comes with a pkg-config file.
function(isotherm_pkg_config target module what package)
  pkg_check_modules(${target}_pc QUIET IMPORTED_TARGET GLOBAL ${module})
  isotherm_require(${target}_pc_FOUND "${what}" ${package})
  if(NOT TARGET ${target})
    add_library(${target} INTERFACE IMPORTED GLOBAL)
    target_link_libraries(${target} INTERFACE PkgConfig::${target}_pc)
  endif()
endfunction()

find_package(PkgConfig QUIET)
isotherm_require(PkgConfig_FOUND "pkg-config, to find other libraries" pkg-config)

# MPI: ranks, halo exchange, the diagnostics window, parallel files.
set(MPI_CXX_SKIP_MPICXX TRUE) # the C interface only
find_package(MPI 3.1 QUIET COMPONENTS CXX)
isotherm_require(MPI_CXX_FOUND "MPI (3.1 or later)" "libopenmpi-dev openmpi-bin")

# Kokkos: fields and kernels, on one thread, OpenMP or a GPU.
include(KokkosLibrary)

# HDF5, the parallel build, and its dimension scales: checkpoints and snapshots.
include(ParallelHdf5Library)

# yaml-cpp: reads the case file.
find_package(yaml-cpp QUIET)
isotherm_require(yaml-cpp_FOUND "yaml-cpp (case files)" libyaml-cpp-dev)
if(NOT TARGET yaml-cpp) # current releases name it so
  add_library(yaml-cpp INTERFACE IMPORTED GLOBAL)
  target_link_libraries(yaml-cpp INTERFACE yaml-cpp::yaml-cpp)
endif()

# muParser: formulas in the case file.
isotherm_pkg_config(muparser muparser "muParser (formulas in case files)" libmuparser-dev)

# UDUNITS: checks and converts units such as "15 W/m/K". Its pkg-config file is for the old version 1.
find_path(UDUNITS2_INCLUDE_DIR udunits2.h PATH_SUFFIXES udunits2)
find_library(UDUNITS2_LIBRARY udunits2)
if(UDUNITS2_INCLUDE_DIR AND UDUNITS2_LIBRARY)
  set(UDUNITS2_FOUND TRUE)
endif()
isotherm_require(UDUNITS2_FOUND "UDUNITS 2 (units in case files)" libudunits2-dev)
add_library(udunits2 INTERFACE IMPORTED GLOBAL)
target_include_directories(udunits2 SYSTEM INTERFACE ${UDUNITS2_INCLUDE_DIR})
target_link_libraries(udunits2 INTERFACE ${UDUNITS2_LIBRARY})

# CLI11: the command line.
find_package(CLI11 QUIET)
isotherm_require(CLI11_FOUND "CLI11 (command line)" libcli11-dev)

# fmt: text with numbers in it.
find_package(fmt QUIET)
isotherm_require(fmt_FOUND "fmt (text)" libfmt-dev)

# spdlog: the log that goes to the terminal and to run.log.
find_package(spdlog QUIET)
isotherm_require(spdlog_FOUND "spdlog (logging)" libspdlog-dev)

# nlohmann_json: status.json, summary.json, the schema.
find_package(nlohmann_json QUIET)
isotherm_require(nlohmann_json_FOUND "nlohmann_json (JSON files)" nlohmann-json3-dev)

# libpng and zlib: pictures, masks, the inline pictures of the report.
find_package(ZLIB QUIET)
isotherm_require(ZLIB_FOUND "zlib (pictures)" zlib1g-dev)
find_package(PNG QUIET)
isotherm_require(PNG_FOUND "libpng (pictures)" libpng-dev)

# xxHash: the checksums that find a flipped bit in a checkpoint.
isotherm_pkg_config(xxhash libxxhash "xxHash (checksums of checkpoints)" libxxhash-dev)

# OpenSSL's libcrypto: SHA-256 of the temperature field, its fingerprint in summary.json.
find_package(OpenSSL QUIET COMPONENTS Crypto)
isotherm_require(OPENSSL_FOUND "OpenSSL (SHA-256)" libssl-dev)

# GoogleTest and Google Benchmark: see tests/CMakeLists.txt.
