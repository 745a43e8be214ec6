#!/bin/bash
# What a case places on its grid and what meets no cell or face there: a warning, by check and by run.
# ranks: 3
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1

cat >base.yaml <<'END'
domain: {size: [1, 1], cells: [8, 8]}
materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}
regions:
  - {material: m}
  - {material: m, name: a, rectangle: {min: [0, 0], max: [0.25, 1]}}
  - {material: m, name: b, rectangle: {min: [0.5, 0.5], max: [1, 1]}}
  - {void: {insulated: true}, name: hole, rectangle: {min: [0.5, 0], max: [0.75, 0.25]}}
contacts: [{between: [a, m], resistance: 1}]
initial: {temperature: 0}
boundaries:
  left: {temperature: 0}
  right: {temperature: 1}
  bottom: {insulated: true}
  top:
    - {from: 0, to: 0.3, flux: 1}
    - {from: 0.3, to: 0.31, insulated: true}
    - {from: 0.31, to: 1, flux: 1}
time: {end: 0.01}
output: {flows: {cut: {from: [0.5, 0.06], to: [0.5, 0.07]}}, probes: {p: [0.5, 0.1], q: {cell: [6, 0]}}}
END
expect 0 on 3 check base.yaml
grep -q warning out && fail "a warning of what is well placed"

# warned CHANGE KEY MESSAGE: by check and by run, which goes on.
warned() {
  expect 0 on 3 check base.yaml --set "$1"
  says "warning: $2: $3" "remedy: "
  expect 0 on 2 run base.yaml --set "$1" --fresh
  grep -q "warning: $2: $3" base.run/run.log || fail "run.log has no warning"
}
warned 'boundaries.top.1={from: 0.3, to: 0.31, flux: 1}' boundaries.top.1 "the stretch holds the middle of no"
warned 'output.flows.cut={from: [0.5, 0.07], to: [0.5, 0.08]}' output.flows.cut "the line holds the middle of no"
warned 'output.flows.cut={from: [0.08, 0.5], to: [0.07, 0.5]}' output.flows.cut "the line holds the middle of no"
warned 'output.probes.p=[0.6, 0.1]' output.probes.p "lies in a void"
warned 'output.probes.q={cell: [5, 1]}' output.probes.q "lies in a void"
warned 'contacts.0.between=[a, b]' contacts.0 "no cell of a touches one of b"

# Steps that the case wants longer than its table's, and an initial file of what melts: warned of, too.
expect 0 on 2 check base.yaml --set 'sources=[{power: {table: [[0, 0], [1e-4, 5], [2e-4, 0]]}}]' \
  --set time.method=forward-euler
says "warning: time.method: the steps of" "s are longer than 0.0001 s between times at which walls or sources change"
expect 0 on 2 check base.yaml --set 'sources=[{power: {table: [[0, 0], [1e-4, 5], [2e-4, 0]]}}]'
grep -q warning out && fail "a warning of steps that auto has chosen"
expect 0 on 2 run base.yaml --fresh
expect 0 on 2 check base.yaml --set 'materials.m.latent_heat=1' --set 'materials.m.melting_temperature=0.5' \
  --set "initial={file: $(ls "$PWD"/base.run/checkpoints/*.h5 | tail -1)}"
says "warning: initial.file: it gives temperatures only"

# none CHANGE...: no warning.
none() {
  local changes=() change
  for change in "$@"; do changes+=(--set "$change"); done
  expect 0 on 3 check base.yaml "${changes[@]}"
  grep -q warning out && fail "a warning of what is well placed: $*"
}
none 'contacts.0.between=[m, b]'
# Across a periodic side they touch.
none 'contacts.0.between=[a, b]' 'boundaries.left={periodic: true}' 'boundaries.right={periodic: true}'
# Smaller cells, which the message asks for.
none 'boundaries.top.1={from: 0.3, to: 0.31, flux: 1}' 'domain.cells=[128,8]'

# A region without a cell: outside, or painted over; but for a ground that others hide.
for box in 'min: [2, 0], max: [3, 1]' 'min: [0.55, 0.05], max: [0.7, 0.2]'; do
  warned "regions.2.rectangle={$box}" regions.2 "no cell is of it"
done
expect 0 on 2 check base.yaml --format json --set "regions.2.rectangle={$box}"
says '"key": "regions.2"'
none 'regions.1={material: m, name: a}' 'contacts=[]'
echo "all as designed"
