#!/bin/bash
# What depends on temperature gives the same bits too, by every method: on any ranks and decomposition, and across
# restarts in both formats, where the enthalpy is part of the state.
# ranks: 4
# timeout: 240
set -euo pipefail
case_file=$ISOTHERM_SOURCE/tests/restart/_nonlinear.yaml

run() { # run FOLDER RANKS ARGUMENT...
  local folder=$1 ranks=$2 status=0
  shift 2
  "$MPIEXEC" -n "$ranks" "$ISOTHERM" run "$case_file" --out "$folder" "${method[@]}" "$@" >"$folder.out" 2>&1 ||
    status=$?
  if [[ $status -ne 0 && $status -ne 75 ]]; then
    tail -n 20 "$folder.out"
    echo "FAILED: $folder ended with $status"
    exit 1
  fi
}

same() { # same FOLDER REFERENCE
  local name
  for name in diagnostics.csv probes.csv; do cmp "$2/$name" "$1/$name"; done
  for name in "$2"/checkpoints/*.bin; do
    [[ ! -e $1/checkpoints/${name##*/} ]] || cmp "$name" "$1/checkpoints/${name##*/}"
  done
  diff <(grep -o '"temperature_sha256": *"[0-9a-f]*"' "$2/summary.json") \
       <(grep -o '"temperature_sha256": *"[0-9a-f]*"' "$1/summary.json")
}

for name in forward-euler backward-euler crank-nicolson tr-bdf2 steady; do
  method=(--set "time.method=$name" --set time.tolerance=1e-3)
  case $name in
    forward-euler) method+=(--set time.end=0.2 --set output.diagnostics.every=0.03s) ;;
    backward-euler | crank-nicolson) method+=(--set time.step=0.1) ;;
  esac
  run "$name-1" 1
  run "$name-3" 3
  same "$name-3" "$name-1"
  run "$name-4" 4 --set 'parallel.decomposition=[2,2]'
  same "$name-4" "$name-1"
  if [[ $name != steady ]]; then
    run "$name-stopped" 2 --steps 5 --set checkpoint.format=hdf5
    run "$name-stopped" 3 --steps 4 --set checkpoint.format=mpiio
    run "$name-stopped" 1
    same "$name-stopped" "$name-1"
    [[ -s $name-1/checkpoints/$(basename "$(ls "$name-1"/checkpoints/*.json | tail -n 1)" .json).enthalpy.bin ]]
  fi
  echo "same bits: $name, $(tail -n 1 "$name-1/diagnostics.csv" | cut -d, -f1) steps"
done
