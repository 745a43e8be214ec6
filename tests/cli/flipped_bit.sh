#!/bin/bash
# A bit of the temperature that flips in memory: noticed at the next look, before a checkpoint holds it; and where the
# case says so, the run goes back to the last checkpoint and ends with the right bits.
# labels: faults
# timeout: 240
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
expect 0 on 2 run small.yaml --out whole
tried=0
# Step, column, row, bit: the exponent, a hundredth and a millionth of the temperature; before the first checkpoint,
# after the last row of diagnostics before the end.
for flip in "100 5 5 62" "130 40 20 46" "277 63 31 33" "10 0 0 61" "399 20 20 50"; do
  for ranks in 1 2; do
    rm -rf folder back
    export ISOTHERM_TEST_FLIP=$flip
    expect 76 on $ranks run small.yaml --out folder --set checkpoint.every=60
    says "do not show it again"
    expect 0 on $ranks run small.yaml --out back --set checkpoint.every=60 --set numerics.on_violation=roll-back
    says "Goes back"
    unset ISOTHERM_TEST_FLIP
    same_run back whole
    expect 0 on 2 run small.yaml --out folder --set checkpoint.every=60
    same_run folder whole
    tried=$((tried + 1))
  done
done

# The same where properties depend on temperature: a bit of the enthalpy, which is the state there.
sed -e 's/steel: .*/steel: {conductivity: "10 + 0.02*T", density: 7900, specific_heat: "400 + 0.2*T"}/' \
  -e 's/step: 2 ms/step: 1 ms/' small.yaml >hot.yaml
for method in forward-euler backward-euler; do
  rm -rf whole
  expect 0 on 2 run hot.yaml --out whole --set time.method=$method
  for flip in "130 40 20 46" "277 63 31 62"; do
    rm -rf folder back
    export ISOTHERM_TEST_FLIP=$flip
    expect 76 on 2 run hot.yaml --out folder --set time.method=$method --set checkpoint.every=60
    says "do not show it again"
    expect 0 on 2 run hot.yaml --out back --set time.method=$method --set checkpoint.every=60 \
      --set numerics.on_violation=roll-back
    unset ISOTHERM_TEST_FLIP
    same_run back whole
    tried=$((tried + 1))
  done
done

# Cases in which the laws hold just so: no false alarm.
sed -e 's/^sources:.*/sources: []/' -e 's/flux: 2000/insulated: true/' -e 's/left: .*/left: {temperature: 310}/' \
  small.yaml >bounded.yaml
expect 0 on 2 run bounded.yaml --out bounded
expect 0 on 2 run bounded.yaml --out bounded_hot --set time.method=backward-euler \
  --set "materials.steel.conductivity=10 + 0.02*T" \
  --set "boundaries.right={radiation: {emissivity: 0.9, ambient: 500}}"
expect 0 on 2 run small.yaml --out cold --set units.temperature=degC --set initial.temperature=0 \
  --set time.end=0.2 --set boundaries.top.convection.ambient=-5
echo "promise | a bit flipped in memory is noticed; roll-back gives the right bits | $tried | $tried"
