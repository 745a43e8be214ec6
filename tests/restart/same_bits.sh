#!/bin/bash
# One case, any ranks, any decomposition, stopped and restarted anywhere: the same bits.
# ranks: 6
# timeout: 240
set -euo pipefail
case_file=$ISOTHERM_SOURCE/tests/restart/_mixed.yaml

run() { # run FOLDER RANKS ARGUMENT...
  local folder=$1 ranks=$2
  shift 2
  local status=0
  "$MPIEXEC" -n "$ranks" "$ISOTHERM" run "$case_file" --out "$folder" "$@" >"$folder.out" 2>&1 || status=$?
  if [[ $status -ne 0 && $status -ne 75 ]]; then
    cat "$folder.out"
    echo "FAILED: $folder ended with $status"
    exit 1
  fi
  return 0
}

same() { # same FOLDER: its tables and its checkpoints' fields are those of the reference
  local name
  for name in diagnostics.csv probes.csv; do cmp reference/$name "$1/$name"; done
  for name in reference/checkpoints/*.bin; do cmp "$name" "$1/checkpoints/${name##*/}"; done
  diff <(grep -o '"temperature_sha256": *"[0-9a-f]*"' reference/summary.json) \
       <(grep -o '"temperature_sha256": *"[0-9a-f]*"' "$1/summary.json")
}

run reference 1
if [[ $(wc -l <reference/diagnostics.csv) -le 10 ]]; then
  echo "FAILED: the reference run is too short"
  exit 1
fi
for setup in 2: 3: 4: 6: 4:[4,1] 4:[1,4] 4:[2,2] 6:[2,3]; do
  ranks=${setup%%:*} blocks=${setup#*:}
  folder=ranks$ranks${blocks//[^0-9]/}
  run "$folder" "$ranks" ${blocks:+--set "parallel.decomposition=$blocks"}
  same "$folder"
  echo "same bits: $ranks ranks ${blocks:-auto}"
done

# Stopped at steps that no event knows, each time continued on another number of ranks.
run stopped 3 --steps 137
run stopped 2 --steps 1
run stopped 4 --steps 411
run stopped 1
same stopped
echo "same bits: stopped and restarted on 3, 2, 4 and 1 ranks"
