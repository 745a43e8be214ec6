#!/bin/bash
# What `method: auto` and `step: auto` chose when a run began stays when its end or its outputs change; nothing of a run
# is touched by a start that cannot go on from its checkpoint.
# labels: promises
# ranks: 2
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
cat >plate.yaml <<'END'
domain: {size: [1, 1], cells: [8, 8]}
materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}
regions: [{material: m}]
initial: {temperature: 300}
boundaries: {left: {temperature: 400}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}}
time: {end: 400}
output: {probes: {middle: [0.5, 0.5]}}
END
temperature() { fingerprint "$1"; }

# auto would take tr-bdf2 for the later end.
expect 75 on 1 run plate.yaml --out longer --steps 20
says "forward-euler: "
expect 0 "$ISOTHERM" info longer/checkpoints/step-000000020.h5
says "method               forward-euler"
expect 0 on 1 check plate.yaml --set time.end=4000
says "tr-bdf2"
expect 75 on 2 run plate.yaml --out longer --set time.end=4000 --steps 20
says "continues from" "forward-euler: the run began with it" "auto would take tr-bdf2" "meant to end at t = 400 s"
expect 75 on 1 run plate.yaml --out straight --set time.method=forward-euler --steps 40
[[ $(temperature longer) == "$(temperature straight)" ]] || fail "another method or another step after a later end"
expect 0 on 1 rerun longer --verify

# Only an interval changes: either way.
expect 75 on 2 run plate.yaml --out fewer --set 'output.diagnostics.every=1 s' --set time.end=2000 --steps 20
says "forward-euler: "
expect 75 on 1 run plate.yaml --out fewer --set 'output.diagnostics.every=never' --set time.end=2000 --steps 20
says "forward-euler: the run began with it"
[[ $(temperature fewer) == "$(temperature straight)" ]] || fail "another method after another interval"
expect 1 on 1 rerun fewer --verify # its tables have other rows
says "forward-euler: the run began with it" "temperature: the same"
expect 75 on 1 run plate.yaml --out more --set time.end=2000 --steps 5
says "tr-bdf2: "
expect 75 on 1 run plate.yaml --out more --set 'output.diagnostics.every=1 s' --set time.end=2000 --steps 5
says "tr-bdf2: the run began with it" "auto would take forward-euler"

# From the checkpoint of another run, too.
expect 75 on 1 run plate.yaml --out other --set time.end=4000 --restart longer/checkpoints/step-000000020.h5 --steps 20
says "forward-euler: the run began with it"
[[ $(temperature other) == "$(temperature straight)" ]] || fail "another method from the checkpoint of another run"

# The length of steps that follows from the duration: rkl2 in one step, and steps of a thousandth of a melting run.
expect 0 on 1 run plate.yaml --out stages --set time.method=rkl2 --set time.end=0.05
says "rkl2, 1 step of 0.05 s"
expect 0 on 1 run plate.yaml --out stages --set time.method=rkl2 --set time.end=0.15
says "rkl2, 3 steps of 0.05 s"
expect 0 on 2 rerun stages --verify
sed 's/specific_heat: 1/specific_heat: 1, latent_heat: 10, melting_temperature: 350/' plate.yaml >ice.yaml
expect 75 on 1 run ice.yaml --out ice --set time.end=20000 --steps 2
says "backward-euler, 1000 steps of 20 s"
expect 75 on 1 run ice.yaml --out ice --set time.end=40000 --steps 2
says "backward-euler, 2000 steps of 20 s"

echo "promise | auto keeps its method and step when a run goes on | 2 | 2"
