#!/bin/bash
# The implicit, adaptive and super-time-stepping methods too: the same bits on any ranks, decomposition and
# restart point.
# ranks: 4
# timeout: 240
set -euo pipefail
case_file=$ISOTHERM_SOURCE/tests/restart/_mixed.yaml

run() { # run FOLDER RANKS ARGUMENT...
  local folder=$1 ranks=$2 status=0
  shift 2
  "$MPIEXEC" -n "$ranks" "$ISOTHERM" run "$case_file" --out "$folder" --set "checkpoint.every=4 steps" \
    --set "output.snapshots.every=1 s" --set "output.diagnostics.every=0.9 s" "${method[@]}" "$@" \
    >"$folder.out" 2>&1 || status=$?
  if [[ $status -ne 0 && $status -ne 75 ]]; then
    cat "$folder.out"
    echo "FAILED: $folder ended with $status"
    exit 1
  fi
}

same() { # same FOLDER REFERENCE
  local name
  for name in diagnostics.csv probes.csv; do cmp "$2/$name" "$1/$name"; done
  for name in "$2"/checkpoints/*.bin; do cmp "$name" "$1/checkpoints/${name##*/}"; done
}

for name in tr-bdf2 backward-euler crank-nicolson rkl2 steady; do
  method=(--set "time.method=$name" --set time.end=3 --set time.tolerance=1e-4)
  case $name in
    backward-euler | crank-nicolson) method+=(--set time.step=0.3) ;;
    rkl2) method+=(--set time.step=0.25) ;;
  esac
  run "$name-1" 1
  run "$name-3" 3
  same "$name-3" "$name-1"
  run "$name-4" 4 --set 'parallel.decomposition=[2,2]'
  same "$name-4" "$name-1"
  if [[ $name != steady ]]; then
    run "$name-stopped" 2 --steps 5
    run "$name-stopped" 3 --steps 2
    run "$name-stopped" 1
    same "$name-stopped" "$name-1"
  fi
  echo "same bits: $name, $(tail -n 1 "$name-1/diagnostics.csv" | cut -d, -f1) steps"
done
