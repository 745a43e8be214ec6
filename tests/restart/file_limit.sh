#!/bin/bash
# A limit on the size of files (ulimit -f): checkpoints and snapshots above it end the run with 74, tables too or they
# are left out, and the last good checkpoint stands.
# labels: promises
# ranks: 1
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
expect 0 on 1 run small.yaml --out whole
expect 0 on 1 run small.yaml --out every_row --set output.diagnostics.every=1
tried=0
export OMPI_MCA_ess_singleton_isolated=1 OMPI_MCA_btl=self OMPI_MCA_pml=ob1 # MPI's own files have limits too
for format in hdf5 mpiio; do
  for what in checkpoints snapshots tables log; do
    [[ $format == hdf5 && ($what == tables || $what == log) ]] && continue # HDF5 wants 1 MiB more: the same tables
    rm -rf run
    line=(run small.yaml --out run --set checkpoint.format=$format)
    whole=whole
    case $what in # limits in KiB: a checkpoint takes some 20, 400 rows of diagnostics 100
      checkpoints) limit=12 ;;
      snapshots) limit=12 line+=(--set output.snapshots.every=50) ;;
      tables) limit=48 line+=(--set output.diagnostics.every=1) whole=every_row ;;
      log) limit=48 ;;
    esac
    expect 75 "$ISOTHERM" "${line[@]}" --steps 100
    [[ $what == log ]] && yes "a long log" | head -c 65536 >>run/run.log
    (
      ulimit -f $limit
      expect 74 timeout 30 "$ISOTHERM" "${line[@]}"
    ) || exit 1
    grep -q "File too large" out || { cat out; fail "$what: the reason is not said"; }
    "$ISOTHERM" info run | grep -q verified || fail "$what: no checkpoint was left"
    if [[ $what == tables || $what == log ]]; then
      (
        ulimit -f $limit
        expect 0 timeout 30 "$ISOTHERM" "${line[@]}" --set output.on_error=skip
      ) || exit 1
      grep -Eq "rows of tables are left out|cannot write the log" out || { cat out; fail "$what: nothing is said"; }
    else
      expect 0 "$ISOTHERM" "${line[@]}"
      says "continues from"
      cmp run/diagnostics.csv $whole/diagnostics.csv || fail "$what: other tables"
    fi
    [[ $(fingerprint run) == "$(fingerprint whole)" ]] || fail "$what: other bits"
    tried=$((tried + 1))
  done
done
echo "promise | a limit on the size of files: said, nothing lost | $tried | $tried"
