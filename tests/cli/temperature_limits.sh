#!/bin/bash
# What depends on temperature is refused, with its reason, where it makes no sense: in the case (65), at the start (65),
# or when a run gets there (76, with step and cell); the last good checkpoint stands.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
cat >case.yaml <<'END'
domain: {size: [1, 0.5], cells: [32, 16]}
materials: {m: {conductivity: {table: [[250, 1], [400, 3]], outside: refuse}, density: 1, specific_heat: "1 + 0.001*T"}}
regions: [{material: m}]
initial: {temperature: 300}
boundaries:
  left: {flux: 500}
  right: {radiation: {emissivity: 0.9, ambient: 300}}
  bottom: {insulated: true}
  top: {insulated: true}
time: {method: forward-euler, end: 1}
checkpoint: {every: 100 steps}
END

# A table that ends, a conductivity that becomes negative: step, cell, reason.
for method in forward-euler backward-euler tr-bdf2; do
  change=(--set "time.method=$method")
  [[ $method != backward-euler ]] || change+=(--set time.step=0.01)
  for ranks in 1 2; do
    rm -rf folder
    expect 76 on $ranks run case.yaml --out folder "${change[@]}"
    says "the conductivity of material m is not known above 400 K, and T is 4" "in cell [0, " "at step "
    [[ $(value folder status) == failed && $(value folder exit_code) == 76 ]] || fail "summary.json"
  done
done
expect 76 on 2 run case.yaml --out negative --set "materials.m.conductivity=40 - T/10"
says "the conductivity of material m is negative above 400 K"
ls negative/checkpoints/step-*.h5 >/dev/null || fail "no checkpoint is left"
expect 0 on 2 run case.yaml --out clamped --set materials.m.conductivity.outside=clamp --set time.end=0.5

# Steps that the temperatures of later make too long.
expect 76 on 2 run case.yaml --out steps --set "materials.m.conductivity=(T/300)^4" --set time.step=2e-4
says "is not stable at step " "the longest stable step is " "leave time.step out"
expect 0 on 2 run case.yaml --out follows --set "materials.m.conductivity=(T/300)^4" --set time.end=0.1

# In the case.
expect 65 on 1 run case.yaml --out wrong --set "materials.m.conductivity=T - 350"
says "the conductivity of material m is negative at T = 300"
expect 65 on 1 run case.yaml --out wrong --set time.method=rkl2
says "rkl2 does not know"
expect 65 on 1 run case.yaml --out wrong --set initial.temperature=0
says "is not above 0 K, and a wall radiates"
expect 65 on 1 run case.yaml --out wrong --set initial.temperature=450
says "is not known at T = 450"
expect 65 on 1 run case.yaml --out wrong --set boundaries.right.radiation.emissivity=1.1
says "out of range"
expect 65 on 1 run case.yaml --out wrong --set materials.m.latent_heat=10
says "exactly one of melting_temperature and melting_interval"
expect 65 on 1 run case.yaml --out wrong --set "materials.m.conductivity=x + T"
says "depends on place and on temperature"
expect 65 on 1 run case.yaml --out wrong --set numerics.face_conductivity=arithmetic
says "arithmetic means nothing"
echo "all as designed"
