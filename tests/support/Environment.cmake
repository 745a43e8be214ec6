# What every test finds in its environment: ISOTHERM_TEST_ENVIRONMENT, and a factor on time limits.

set(ISOTHERM_TEST_ENVIRONMENT
  # More ranks than cores, several jobs at once, in a container or as root.
  OMPI_ALLOW_RUN_AS_ROOT=1
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  OMPI_MCA_rmaps_base_oversubscribe=1
  OMPI_MCA_mpi_yield_when_idle=1 # a rank that spins on a shared core makes the others a hundred times slower
  OMPI_MCA_hwloc_base_binding_policy=none # two jobs that bind take the same core
  OMPI_MCA_pml=ob1 # what one machine uses anyway, without looking for networks first: a third of the time of a start
  OMPI_MCA_odls_base_sigkill_timeout=0 # mpiexec waits 1 to 2 s after each exit status but 0
  OMP_NUM_THREADS=2
  OMP_PROC_BIND=false)

set(ISOTHERM_TIMEOUT_FACTOR 1)
if(ISOTHERM_SANITIZE)
  set(ISOTHERM_TIMEOUT_FACTOR 6)
  # intercept_tls_get_addr=0: the leak checker takes what lies before a loaded library's thread storage for its size,
  # and dies of it ("Tracer caught signal 11").
  list(APPEND ISOTHERM_TEST_ENVIRONMENT
    ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0:detect_stack_use_after_return=1:intercept_tls_get_addr=0
    LSAN_OPTIONS=suppressions=${CMAKE_CURRENT_LIST_DIR}/lsan.supp:print_suppressions=0
    UBSAN_OPTIONS=print_stacktrace=1
    ISOTHERM_TEST_ALARM=720)
endif()
