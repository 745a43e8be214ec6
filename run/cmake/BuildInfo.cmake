# isotherm_build_info(target): adds the source that says from what and how this program was built.
# The commit is looked up at each build, so that it is true after the next commit as well.

set(ISOTHERM_BUILD_INFO_TEMPLATE ${CMAKE_CURRENT_LIST_DIR}/build_info.cpp.in)
set(ISOTHERM_WRITE_BUILD_INFO ${CMAKE_CURRENT_LIST_DIR}/WriteBuildInfo.cmake)

function(isotherm_build_info target)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  get_target_property(options isotherm_settings INTERFACE_COMPILE_OPTIONS)
  string(JOIN " " flags ${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}} ${options})
  set(output ${CMAKE_BINARY_DIR}/generated/build_info.cpp)
  add_custom_target(isotherm_write_build_info
    COMMAND ${CMAKE_COMMAND}
      "-DSOURCE_DIR=${CMAKE_SOURCE_DIR}" "-DTEMPLATE=${ISOTHERM_BUILD_INFO_TEMPLATE}" "-DOUTPUT=${output}"
      "-DVERSION=${PROJECT_VERSION}" "-DBUILD_TYPE=${CMAKE_BUILD_TYPE}" "-DARCH=${ISOTHERM_ARCH}"
      "-DCOMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" "-DFLAGS=${flags}"
      "-DKOKKOS_VERSION=${Kokkos_VERSION}"
      -P ${ISOTHERM_WRITE_BUILD_INFO}
    BYPRODUCTS ${output}
    COMMENT "Recording version and commit" VERBATIM)
  target_sources(${target} PRIVATE ${output})
  add_dependencies(${target} isotherm_write_build_info)
endfunction()
