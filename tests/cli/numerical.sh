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
echo "promise | a value that is not finite: 76, first bad step and cell named | 6 | 6"
