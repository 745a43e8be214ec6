# Kokkos::kokkos from a current release (with any back end) or from Debian 12 (3.4, serial).

find_package(Kokkos QUIET CONFIG)
isotherm_require(Kokkos_FOUND "Kokkos (3.4 or later)" libtrilinos-kokkos-dev)

# Debian 12's target names the include path /usr/lib/include, which does not exist; the headers are below
# /usr/include/trilinos.
get_target_property(kokkos_includes Kokkos::kokkos INTERFACE_INCLUDE_DIRECTORIES)
if(kokkos_includes AND Kokkos_VERSION VERSION_LESS 4)
  find_path(ISOTHERM_KOKKOS_INCLUDE_DIR Kokkos_Core.hpp HINTS ${Kokkos_INCLUDE_DIRS} PATH_SUFFIXES trilinos)
  isotherm_require(ISOTHERM_KOKKOS_INCLUDE_DIR "the headers of Kokkos" libtrilinos-kokkos-dev)
  set_target_properties(Kokkos::kokkos PROPERTIES
    INTERFACE_INCLUDE_DIRECTORIES ${ISOTHERM_KOKKOS_INCLUDE_DIR}
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES ${ISOTHERM_KOKKOS_INCLUDE_DIR})
endif()
