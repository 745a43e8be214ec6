#!/bin/bash
# stop.steady: the same last step on any number of ranks, whatever else looks on, and across a restart.
# ranks: 3
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case | sed -e 's/"300 + 20\*sin(t)"/300/' -e 's/conductivity: 390/conductivity: 20/' \
  -e 's/coefficient: 50/coefficient: 5000/' -e 's/^time:.*/time: {method: forward-euler, end: 10000 s}/' \
  -e 's/every: 25 steps/every: 700 steps/' >small.yaml
echo 'stop: {steady: {tolerance: 0.002, every: 130}}' >>small.yaml

expect 0 "$ISOTHERM" run small.yaml --out one
says "steady"
steps=$(value one steps)
[[ $((steps % 130)) -eq 16 && $steps -gt 1000 ]] || fail "stopped at step $steps"
[[ $(tail -1 one/diagnostics.csv | cut -d, -f1) -eq $steps ]] || fail "no row of the last state"
for ranks in 2 3; do
  expect 0 on $ranks run small.yaml --out "on$ranks"
  same_run one "on$ranks"
done
expect 0 "$ISOTHERM" run small.yaml --out busy --set output.diagnostics.every=7
[[ $(value busy steps) -eq $steps && $(fingerprint busy) == "$(fingerprint one)" ]] || fail "observers moved the end"

# Stopped between the look and the verdict.
expect 75 on 2 run small.yaml --out parts --steps $((steps - 5))
expect 0 on 1 run small.yaml --out parts
same_run one parts
expect 0 on 1 run small.yaml --out parts
says "already done: step $steps"

# Where nothing changes at all, the rate is 0, not -0.
for method in forward-euler rkl2 backward-euler crank-nicolson tr-bdf2; do
  expect 0 "$ISOTHERM" run small.yaml --out "still-$method" --set sources=[] --set boundaries.bottom.flux=0 \
    --set boundaries.top.convection.ambient=300 --set "time={method: $method, end: 1 s, step: 2 ms}" \
    --set stop.steady.every=2
  says "steady: max |dT/dt| is 0 K/s"
done
# What a table still has to bring comes first; its last times, where nothing changes any more, do not count.
later='{table: [[0 s, 0], [1 s, 0], [1.2 s, 1e5], [1.4 s, 0], [9000 s, 0]]}'
expect 0 "$ISOTHERM" run small.yaml --out later --set sources=[] --set "boundaries.bottom.flux=$later" \
  --set boundaries.top.convection.ambient=300 --set stop.steady.every=2
says "steady"
python3 -c "import json, sys; t = json.load(open('later/summary.json'))['time']; sys.exit(not 1.4 < t < 9000)" ||
  fail "steady before the table ends, or never"
# Properties that depend on a temperature that no wall holds.
for side in insulated periodic; do
  cat >loose.yaml <<EOF
domain: {size: [1, 1], cells: [16, 16]}
materials: {m: {conductivity: 1 + T/1000, density: 1, specific_heat: 1}}
regions: [{material: m}]
initial: {temperature: "300 + 10*sin(2*pi*x)"}
boundaries: {left: {$side: true}, right: {$side: true}, bottom: {insulated: true}, top: {insulated: true}}
time: {method: steady}
EOF
  expect 65 on 2 run loose.yaml --fresh
  says "no wall holds the temperature" "give a wall a temperature"
done
echo "steady at step $steps everywhere"
