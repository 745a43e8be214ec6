#!/bin/bash
# USR1: a checkpoint, and on. USR2, also to mpiexec: a checkpoint, 75, and the same line goes on to the same bits.
# ranks: 2
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
long_case | sed 's/^checkpoint:.*/checkpoint: {every: never, format: mpiio}/' >long.yaml

expect 0 on 2 run long.yaml --out whole

# Also where no other event ends a stride for long.
for output in '{diagnostics: {every: 200 steps}, probes: {middle: [0.5, 0.5]}}' \
  '{diagnostics: {every: never}, probes: {middle: [0.5, 0.5]}}'; do
  rm -rf folder
  line=(run long.yaml --out folder --set "output=$output")
  "$MPIEXEC" -n 2 "$ISOTHERM" "${line[@]}" >first.out 2>&1 &
  first=$!
  until_there 20 folder/status.json
  sleep 0.4
  kill -USR1 $first
  until_there 10 'folder/checkpoints/step-*.bin'
  kill -0 $first 2>/dev/null || fail "USR1 ended the run, or it was over too early"
  kill -USR2 $first
  wait $first
  status=$?
  [[ $status -eq 75 ]] || { cat first.out; fail "ended with $status instead of 75 after USR2"; }
  [[ $(value folder status) == stopped ]] || fail "summary.json"
  [[ $(value folder steps) -lt 16000 ]] || fail "USR2 was noticed at the end only"
  expect 0 on 1 "${line[@]}"
  says "continues from" "done at step 16000"
  [[ $(fingerprint folder) == "$(fingerprint whole)" ]] || fail "other bits after USR2"
done
echo "all as designed"
