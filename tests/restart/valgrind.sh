#!/bin/bash
# Two ranks under valgrind, start and continuation, in both formats: no errors of ours. In a build of its own,
# see portable_build.
# labels: faults long
# timeout: 1500
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
command -v valgrind >/dev/null || { echo "skipped: there is no valgrind"; exit 77; }
program=$("$ISOTHERM_SOURCE/tests/support/portable_build") || fail "cannot build"
small_case >small.yaml
memcheck=(valgrind -q --error-exitcode=9 --suppressions="$ISOTHERM_SOURCE/tests/support/valgrind.supp")
of_mpi=/usr/share/openmpi/openmpi-valgrind.supp
[[ -e $of_mpi ]] && memcheck+=(--suppressions=$of_mpi)
tried=0
for format in hdf5 mpiio; do
  line=(run small.yaml --out $format --set checkpoint.format=$format --set output.snapshots.every=40
    --set time.end=0.2s)
  for wanted in 75 75 0; do
    steps=(--steps 40)
    [[ $wanted -eq 0 ]] && steps=()
    expect $wanted "$MPIEXEC" -n 2 "${memcheck[@]}" "$program" "${line[@]}" "${steps[@]}"
    tried=$((tried + 1))
  done
done
echo "promise | two ranks under valgrind: no errors | $tried | $tried"
