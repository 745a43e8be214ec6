# Tests that are scripts. Each *.sh (bash) and *.py (Debian's Python) in a folder is one test, named
# FOLDER-NAME, run in an empty folder of its own. It fails by its exit status; 77 means skipped.
# It finds in its environment:
#   ISOTHERM          the program              ISOTHERM_SOURCE   the root of the source tree
#   ISOTHERM_BUILD    the build folder         MPIEXEC           the launcher: "$MPIEXEC" -n 2 "$ISOTHERM" ...
#   PYTHON            the Python that has h5py and xarray
# Lines among its first 20 say more where needed:
#   # labels: long faults      besides the folder's; tests/run leaves out long, faults, batch and bench
#   # ranks: 4                 the most processes at once (default 2)
#   # timeout: 300             seconds (default 120)

set(ISOTHERM_PYTHON python3)
if(EXISTS /usr/bin/python3) # Debian's modules serve this one alone
  set(ISOTHERM_PYTHON /usr/bin/python3)
endif()

# script_header(out script key default): the value of a "# key: value" line.
function(script_header out script key default)
  set(value ${default})
  file(STRINGS ${script} lines LIMIT_COUNT 20)
  foreach(line IN LISTS lines)
    if(line MATCHES "^# ${key}: *(.*)$")
      string(REGEX REPLACE "[ ,]+" ";" value "${CMAKE_MATCH_1}")
    endif()
  endforeach()
  set(${out} ${value} PARENT_SCOPE)
endfunction()

# isotherm_script_tests(folder)
function(isotherm_script_tests folder)
  file(GLOB scripts CONFIGURE_DEPENDS ${folder}/*.sh ${folder}/*.py)
  list(FILTER scripts EXCLUDE REGEX "/_[^/]*$")
  foreach(script IN LISTS scripts)
    cmake_path(GET script STEM stem)
    set(name ${folder}-${stem})
    script_header(labels ${script} labels "")
    script_header(ranks ${script} ranks 2)
    script_header(timeout ${script} timeout 120)
    math(EXPR timeout "${timeout} * ${ISOTHERM_TIMEOUT_FACTOR}")
    set(interpreter bash)
    if(script MATCHES "\\.py$")
      set(interpreter ${ISOTHERM_PYTHON})
    endif()
    string(REPLACE benchmarks bench label ${folder})
    list(APPEND labels ${label})
    add_test(NAME ${name} COMMAND ${CMAKE_CURRENT_SOURCE_DIR}/support/in_scratch
      ${CMAKE_BINARY_DIR}/scratch/${name} ${interpreter} ${script})
    set(environment ${ISOTHERM_TEST_ENVIRONMENT} ISOTHERM=${CMAKE_BINARY_DIR}/isotherm
      ISOTHERM_SOURCE=${CMAKE_SOURCE_DIR} ISOTHERM_BUILD=${CMAKE_BINARY_DIR} MPIEXEC=${MPIEXEC_EXECUTABLE} PYTHON=${ISOTHERM_PYTHON}
      PYTHONDONTWRITEBYTECODE=1)
    set_tests_properties(${name} PROPERTIES LABELS "${labels}" PROCESSORS ${ranks} TIMEOUT ${timeout}
      COST ${timeout} # the long ones first, so that none is left for the end
      SKIP_RETURN_CODE 77 ENVIRONMENT "${environment}")
    if(label STREQUAL bench)
      set_tests_properties(${name} PROPERTIES RUN_SERIAL TRUE)
    endif()
  endforeach()
endfunction()
