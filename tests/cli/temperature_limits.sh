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

# A table that ends, a conductivity that becomes negative: step, place, reason. Surfaces get there before cells do.
for method in forward-euler backward-euler tr-bdf2; do
  change=(--set "time.method=$method")
  [[ $method != backward-euler ]] || change+=(--set time.step=0.01)
  for ranks in 1 2; do
    rm -rf folder
    expect 76 on $ranks run case.yaml --out folder "${change[@]}"
    says "the conductivity of material m is not known above 400 K, and T is 4" "on the surface of boundaries.left at (0 m, 0." "at step "
    [[ $(value folder status) == failed && $(value folder exit_code) == 76 ]] || fail "summary.json"
  done
done
expect 76 on 2 run case.yaml --out negative --set "materials.m.conductivity=40 - T/10"
says "the conductivity of material m is negative above 400 K"
ls negative/checkpoints/step-*.h5 >/dev/null || fail "no checkpoint is left"
heated=(--set 'sources=[{power_density: 5e4}]' --set 'boundaries.left={insulated: true}')
expect 76 on 2 run case.yaml --out heated --set time.method=backward-euler --set time.step=0.01 "${heated[@]}"
says "is not known above 400 K, and T is " "in cell ["
expect 0 on 2 run case.yaml --out clamped --set materials.m.conductivity.outside=clamp --set time.end=0.5

# Only a surface is beyond: prescribed from the start (the case is wrong), prescribed later, of a flux, of a join.
cat >wall.yaml <<'END'
domain: {size: [1, 1], cells: [4, 4]}
materials:
  m: {conductivity: "1 - T", density: 1, specific_heat: 1}
  other: {conductivity: 1, density: 1, specific_heat: 1}
regions: [{material: m}]
initial: {temperature: 0}
boundaries: {left: {temperature: 0}, right: {temperature: 2}, bottom: {insulated: true}, top: {insulated: true}}
time: {end: 0.1, method: steady}
END
negative="the conductivity of material m is negative above 1 K"
on_right="on the surface of boundaries.right at (1 m, 0.125 m)"
for command in check "run --out wall"; do
  expect 65 on 1 $command wall.yaml
  says "$negative, and T is 2 K $on_right, at the start"
done
expect 65 on 1 check wall.yaml --set units.temperature=degC --set "materials.m.conductivity=50 - 0.1*T" \
  --set boundaries.right.temperature=800
says "is negative above 500 degC, and T is 800 degC $on_right"
expect 0 on 1 run wall.yaml --out inside --set boundaries.right.temperature=1
for method in forward-euler backward-euler crank-nicolson tr-bdf2; do
  change=(--set "time.method=$method" --set "boundaries.right.temperature=0.9 + 2*t")
  [[ $method == forward-euler || $method == tr-bdf2 ]] || change+=(--set time.step=0.01)
  expect 76 on 2 run wall.yaml --out later-$method "${change[@]}"
  says "$negative, and T is 1.0" "$on_right, at step "
done
# The last surface of an explicit run is looked at too, though no step follows it.
expect 76 on 1 run wall.yaml --out last --set time.method=forward-euler --set time.step=0.01 \
  --set "boundaries.right.temperature=0.9 + 0.6*(t > 0.095)"
says "$negative, and T is 1.5 K $on_right, at step 10, t = 0.1 s"
flux=(--set "materials.m.conductivity={table: [[0, 1], [1, 2]], outside: refuse}" --set 'boundaries.right={flux: 1.6}')
expect 76 on 2 run wall.yaml --out flux "${flux[@]}"
says "is not known above 1 K, and T is 1.05" "$on_right in the steady state"
expect 0 on 2 run wall.yaml --out flux-inside "${flux[@]}" --set boundaries.right.flux=1.49
expect 76 on 2 run wall.yaml --out join \
  --set 'regions=[{material: m}, {material: other, rectangle: {min: [0.5, 0], max: [1, 1]}}]'
says "$negative, and T is 1." "where it joins another material, in cell [1, 0]" "in the steady state"

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
