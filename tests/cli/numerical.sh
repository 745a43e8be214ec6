#!/bin/bash
# A temperature that is not finite ends the run with 76 and the names of step and cell; the last good checkpoint
# stands, and no later one.
# labels: promises
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
for wrong in 'boundaries.bottom.flux=2000*sqrt(0.5 - t)' 'sources.0.power=400*sqrt(0.5 - t)' \
  'boundaries.top.convection.coefficient=50 - 100*t'; do
  for ranks in 1 2; do
    rm -rf folder
    expect 76 on $ranks run small.yaml --out folder --set "$wrong" --set checkpoint.every=60
    says "first temperature that is not finite" "in step 25" "in cell ["
    [[ -s folder/checkpoints/step-000000240.h5 && ! -e folder/checkpoints/step-000000300.h5 ]] ||
      fail "checkpoints: $(ls folder/checkpoints)"
    [[ $(value folder status) == failed && $(value folder exit_code) == 76 ]] || fail "summary.json"
  done
done
# Implicit methods meet it in a linear system.
for method in backward-euler crank-nicolson tr-bdf2; do
  rm -rf folder
  expect 76 on 2 run small.yaml --out folder --set time.method=$method \
    --set 'boundaries.left.temperature=300 + 1/(t<0.301)' --set checkpoint.every=60
  says "step 151" "not finite, first in cell [0, 0]"
  [[ -s folder/checkpoints/step-000000120.h5 && ! -e folder/checkpoints/step-000000180.h5 ]] ||
    fail "checkpoints: $(ls folder/checkpoints)"
done
for power in 1e160 1e300; do # finite, but not when it is squared
  expect 76 on 2 run small.yaml --out huge$power --set time.method=steady --set time.step=auto \
    --set sources.0.power=$power
  says "its square overflows"
  [[ $(value huge$power status) == failed ]] || fail "summary.json"
done
echo "promise | a value that is not finite: 76, first bad step and cell named | 9 | 9"
echo "promise | heat whose square overflows: 76, not taken for solved | 2 | 2"
