# Target isotherm_cpu_check: refuses to start on a processor without the instructions that this build uses.
# Link it to an executable. It is compiled for the plain processor, so that it can say so anywhere.

add_library(isotherm_cpu_check OBJECT ${CMAKE_SOURCE_DIR}/run/cpu_check.cpp)
target_compile_options(isotherm_cpu_check PRIVATE -Wall -Wextra -Wconversion -Wshadow)

# What the compiler may use is what it says in its predefined macros under our flags.
set(features)
if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  target_compile_options(isotherm_cpu_check PRIVATE -march=x86-64)
  execute_process(COMMAND ${CMAKE_CXX_COMPILER} ${ISOTHERM_ARCH_FLAGS} -dM -E -x c++ /dev/null
                  OUTPUT_VARIABLE macros COMMAND_ERROR_IS_FATAL ANY)
  foreach(feature IN ITEMS sse3 ssse3 sse4.1 sse4.2 popcnt avx avx2 fma bmi bmi2 avx512f avx512cd avx512dq
                           avx512bw avx512vl avx512ifma avx512vbmi avx512vbmi2 avx512vnni avx512bitalg
                           avx512vpopcntdq gfni vpclmulqdq)
    string(TOUPPER ${feature} macro)
    string(REPLACE "." "_" macro ${macro})
    if(macros MATCHES "#define __${macro}__ 1")
      list(APPEND features "ISOTHERM_CPU_FEATURE(\"${feature}\")")
    endif()
  endforeach()
endif()
string(JOIN "\n" features ${features})
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/cpu_features.inc CONTENT "${features}\n" @ONLY)
target_include_directories(isotherm_cpu_check PRIVATE ${CMAKE_BINARY_DIR}/generated)
