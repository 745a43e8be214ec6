# Target isotherm_settings: how every file of isotherm is compiled.

set(ISOTHERM_ARCH native CACHE STRING
    "Instruction set: native (this machine), portable (x86-64-v3: Intel from 2013, AMD from 2017) or none")
set_property(CACHE ISOTHERM_ARCH PROPERTY STRINGS native portable none)
set(ISOTHERM_SANITIZE "" CACHE STRING "Sanitizers to build with, such as address,undefined")
option(ISOTHERM_PCH "Precompile the large headers of other libraries" ON)
option(ISOTHERM_WERROR "Treat warnings as errors" OFF)

add_library(isotherm_settings INTERFACE)
target_compile_features(isotherm_settings INTERFACE cxx_std_20)
target_compile_options(isotherm_settings INTERFACE -Wall -Wextra -Wconversion -Wshadow)
if(ISOTHERM_WERROR)
  target_compile_options(isotherm_settings INTERFACE -Werror)
endif()

# Same bits everywhere: a*b + c is two roundings unless the code says fma, and no fast-math. Nobody reads
# errno after sqrt, so it need not be set, which lets loops with sqrt be vectorised; values do not change.
target_compile_options(isotherm_settings INTERFACE -ffp-contract=off -fno-math-errno)

# The instruction set. run/cpu_check.cpp refuses to start on a processor that lacks it.
if(ISOTHERM_ARCH STREQUAL native)
  set(ISOTHERM_ARCH_FLAGS -march=native)
elseif(ISOTHERM_ARCH STREQUAL portable)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    set(ISOTHERM_ARCH_FLAGS -march=x86-64-v3)
  endif() # elsewhere the compiler's baseline is the portable choice
elseif(NOT ISOTHERM_ARCH STREQUAL none)
  message(FATAL_ERROR "ISOTHERM_ARCH is '${ISOTHERM_ARCH}'; it must be native, portable or none")
endif()
target_compile_options(isotherm_settings INTERFACE ${ISOTHERM_ARCH_FLAGS})

if(ISOTHERM_SANITIZE)
  set(sanitizer_flags -fsanitize=${ISOTHERM_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(isotherm_settings INTERFACE ${sanitizer_flags})
  target_link_options(isotherm_settings INTERFACE ${sanitizer_flags})
endif()

# ccache and precompiled headers get along only when ccache is told that they are meant.
if(ISOTHERM_PCH AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(isotherm_settings INTERFACE -fpch-preprocess)
  if(CMAKE_CXX_COMPILER_LAUNCHER MATCHES "ccache$")
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros
                                    ${CMAKE_CXX_COMPILER_LAUNCHER})
  endif()
endif()

# isotherm_precompile(target header...): headers of other libraries only, never ours.
function(isotherm_precompile target)
  if(ISOTHERM_PCH)
    target_precompile_headers(${target} PRIVATE ${ARGN})
  endif()
endfunction()

# isotherm_share_precompiled(target other): uses what `other`, compiled with the same flags, has precompiled.
function(isotherm_share_precompiled target other)
  if(ISOTHERM_PCH)
    target_precompile_headers(${target} REUSE_FROM ${other})
  endif()
endfunction()
