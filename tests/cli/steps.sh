#!/bin/bash
# --steps stops with a checkpoint and 75; --restart starts from a chosen one; both end with the same bits.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml

expect 0 "$ISOTHERM" run small.yaml --out whole
for format in hdf5 mpiio; do
  at() { echo "parts_$format/checkpoints/step-000000$1.$([[ $format == hdf5 ]] && echo h5 || echo bin)"; }
  line=(run small.yaml --out "parts_$format" --set "checkpoint={every: 50 steps, keep: 9, format: $format}")
  expect 75 on 2 "${line[@]}" --steps 130
  says "stopped at step 130" "run the same line again"
  [[ -s $(at 130) && -s $(at 100) && ! -e $(at 150) ]] || fail "checkpoints: $(ls parts_$format/checkpoints)"
  [[ $(value parts_$format status) == stopped && $(value parts_$format exit_code) == 75 ]] || fail "summary.json"
  expect 75 on 1 "${line[@]}" --steps 1
  says "continues from" "step 130" "stopped at step 131"
  expect 0 on 2 "${line[@]}" --steps 1000
  says "done at step 400"
  same_run whole "parts_$format"

  # From an earlier checkpoint of this folder, and in another folder.
  expect 75 on 2 "${line[@]}" --restart "$(at 100)" --steps 20
  says "step 100" "stopped at step 120"
  [[ $(tail -1 "parts_$format/diagnostics.csv" | cut -d, -f1) -eq 100 ]] || fail "rows beyond the checkpoint were kept"
  [[ ! -e $(at 400) ]] || fail "a checkpoint beyond the chosen one was kept"
  expect 0 on 1 "${line[@]}"
  says "step 120"
  same_run whole "parts_$format"
  expect 0 on 2 run small.yaml --out "other_$format" --restart "$(at 350)"
  says "step 350" "done at step 400"
  [[ $(fingerprint "other_$format") == "$(fingerprint whole)" ]] || fail "other bits after --restart"
done

expect 65 "$ISOTHERM" run small.yaml --out changed --set initial.temperature=301 --restart "$(at 350)"
says "initial.temperature"
expect 66 on 2 run small.yaml --out missing --restart nowhere.h5
says "nowhere.h5"
for file in whole small.yaml whole/case.yaml; do  # what is no checkpoint
  expect 66 on 2 run small.yaml --out missing --restart $file
  says "--restart: " "'$file' is not a" "name a checkpoint"
done
echo "all as designed"
