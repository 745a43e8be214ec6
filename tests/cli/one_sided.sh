#!/bin/bash
# The diagnostics are right with Open MPI's default one-sided component and with that for shared memory.
# ranks: 4
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
expect 0 "$ISOTHERM" run small.yaml --out reference --set output.diagnostics.every=1
for component in default sm rdma; do
  if [[ $component == default ]]; then unset OMPI_MCA_osc; else export OMPI_MCA_osc=$component; fi
  for ranks in 2 4; do
    expect 0 "$MPIEXEC" -n $ranks "$ISOTHERM_BUILD/tests/isotherm_mpi_tests" --gtest_color=no \
      --gtest_filter='DiagnosticsWindow.*'
    says "[  PASSED  ] 5 tests"
    expect 0 on $ranks run small.yaml --out "$component$ranks" --set output.diagnostics.every=1
    same_run reference "$component$ranks"
  done
  echo "right with osc $component"
done
