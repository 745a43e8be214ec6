#!/bin/bash
# USR1: a checkpoint, and on. USR2, also to mpiexec: a checkpoint, 75, and the same line goes on to the same bits.
# labels: promises
# ranks: 2
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
endless_case | sed 's/^checkpoint:.*/checkpoint: {every: never, format: mpiio}/' >long.yaml

# Also where no other event ends a stride for long.
for output in '{diagnostics: {every: 200 steps}, probes: {middle: [0.5, 0.5]}}' \
  '{diagnostics: {every: never}, probes: {middle: [0.5, 0.5]}}'; do
  rm -rf folder whole
  line=(run long.yaml --set "output=$output")
  "$MPIEXEC" -n 2 "$ISOTHERM" "${line[@]}" --out folder >first.out 2>&1 &
  first=$!
  until_there 20 folder/status.json
  sleep 0.2
  kill -USR1 $first
  until_there 10 'folder/checkpoints/step-*.bin'
  kill -0 $first 2>/dev/null || fail "USR1 ended the run"
  kill -USR2 $first
  wait $first
  status=$?
  [[ $status -eq 75 ]] || { cat first.out; fail "ended with $status instead of 75 after USR2"; }
  [[ $(value folder status) == stopped ]] || fail "summary.json"
  expect 75 on 1 "${line[@]}" --out folder --steps 250
  says "continues from" "step $(value folder steps)"
  expect 75 on 2 "${line[@]}" --out whole --steps "$(value folder steps)"
  same_run whole folder
done
echo "promise | USR1 checkpoints, USR2 stops with 75 | 2 | 2"
