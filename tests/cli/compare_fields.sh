#!/bin/bash
# compare and rerun --verify look at every field of snapshots and checkpoints.
# ranks: 2
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
every=(--set 'output.snapshots.every=100 steps')
above=("${every[@]}" --set 'output.fields=[time_above]' --set output.threshold=305)
expect 0 on 2 run small.yaml --out a "${above[@]}"
expect 0 on 1 run small.yaml --out b "${above[@]}"
expect 0 "$ISOTHERM" compare a b
says "temperature: the same in 5 states" "time_above: the same in 5 states"

# Another threshold for a while: nothing but the time above tells.
expect 75 on 2 run small.yaml --out c "${above[@]/305/299}" --steps 250
expect 0 on 2 run small.yaml --out c "${above[@]}"
expect 1 "$ISOTHERM" compare a c
says "settings: the same" "time_above at step 100" "this is the first of the states of both, step 100" "they differ"
expect 1 "$ISOTHERM" compare {a,c}/snapshots/step-000000400.nc
says "temperature: the same in all cells" "time_above at step 400"
expect 1 "$ISOTHERM" compare {a,c}/checkpoints/step-000000400.h5
says "temperature: the same in all cells" "time_above at step 400"
expect 1 on 2 rerun c --verify
says "time_above at step 100" "NOT the same bits"

# A field that only one has is a matter of its settings.
expect 75 on 2 run small.yaml --out d "${every[@]}" --steps 250
expect 0 on 2 run small.yaml --out d "${every[@]}" --set 'output.fields=[heat_flux]'
expect 0 on 2 run small.yaml --out e "${every[@]}" --set 'output.fields=[heat_flux]'
expect 0 "$ISOTHERM" compare d e
says "temperature: the same in 5 states" "heat_flux_x: the same in 2 states" "heat_flux_y: the same in 2 states" \
  "output, heat_flux_x: only in e/snapshots/step-000000000.nc" "no difference that counts"
[[ $(grep -c "only in" out) -eq 2 ]] || fail "what only one has is said more than once"

# The enthalpy is in checkpoints alone, also where there is a snapshot of the same step.
for run in f g; do
  expect 0 on 2 run small.yaml --out $run "${every[@]}" --set time.step=1ms \
    --set "materials.steel.conductivity=14 + 0.001*T"
done
expect 0 "$ISOTHERM" compare f g
says "temperature: the same in 9 states" "enthalpy: the same in 1 state"
