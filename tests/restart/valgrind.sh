#!/bin/bash
# Two ranks under valgrind, start and continuation, in both formats: no errors of ours. Valgrind knows no AVX-512, so
# that this takes a build of its own.
# labels: faults long
# timeout: 1500
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
command -v valgrind >/dev/null || { echo "skipped: there is no valgrind"; exit 77; }
folder=$ISOTHERM_BUILD/portable
launcher=()
command -v ccache >/dev/null && launcher=(-D CMAKE_CXX_COMPILER_LAUNCHER=ccache)
(cd "$ISOTHERM_SOURCE" && cmake --preset portable -B "$folder" -D ISOTHERM_TESTS=OFF "${launcher[@]}" &&
  cmake --build "$folder" -j 2 --target isotherm) >build.log 2>&1 || { tail -30 build.log; fail "cannot build"; }
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
    expect $wanted "$MPIEXEC" -n 2 "${memcheck[@]}" "$folder/isotherm" "${line[@]}" "${steps[@]}"
    tried=$((tried + 1))
  done
done
echo "promise | two ranks under valgrind: no errors | $tried | $tried"
