#!/bin/bash
# A wall's value that makes no sense ends the run with 76, wherever it is met first, or is refused with 65 at the start;
# the message names the wall and the value, not only what followed from it.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
cat >wall.yaml <<'END'
domain: {size: [1, 1], cells: [4, 4]}
materials: {m: {conductivity: 1, density: 1, specific_heat: 1}}
regions: [{material: m}]
initial: {temperature: 300}
boundaries: {left: {insulated: true}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}}
time: {end: 1, step: 0.01}
checkpoint: {every: never}
END
# wall METHOD RANKS CONDITION TEXT...: the run fails, and says so.
wall() {
  rm -rf folder
  expect 76 on "$2" run wall.yaml --out folder --set "time.method=$1" --set "boundaries.right=$3"
  says "boundaries.right: " "at (1 m, 0.125 m), t = 0.5" "${@:4}"
}
radiation() { echo "{radiation: {emissivity: \"$1\", ambient: 400}}"; }
convection() { echo "{convection: {coefficient: \"$1\", ambient: 400}}"; }
for method in forward-euler backward-euler tr-bdf2; do
  wall $method 1 "$(radiation "0.5 + t")" "radiation.emissivity is 1.0" "; it must lie from 0 to 1"
done
wall backward-euler 2 "$(radiation "0.5 - t")" "radiation.emissivity is -0.0" "; it must lie from 0 to 1"
for method in forward-euler crank-nicolson; do
  wall $method 1 "$(convection "0.5 - t")" "convection.coefficient is -0.0" "; it must not be negative"
done
wall backward-euler 1 "$(convection "(0.5 - t)*T/300")" "convection.coefficient is -0.0" ", T = 31"
wall backward-euler 1 '{temperature: "300 + 1/(t < 0.501)"}' "temperature is not finite at"
expect 76 on 2 run wall.yaml --out hole --set time.method=backward-euler --set 'regions=[{material: m},
  {void: {convection: {coefficient: "0.5 - t", ambient: 0}}, rectangle: {min: [0, 0], max: [0.5, 0.5]}}]'
says "regions: a void's wall: convection.coefficient is -0.0"
expect 0 on 1 run wall.yaml --out black --set time.method=backward-euler \
  --set "boundaries.right=$(radiation "0.5 + t/2")"
# Surfaces near a cusp of their coefficient: some of them right at it.
for method in forward-euler backward-euler; do
  expect 0 on 1 run wall.yaml --out cusp-$method --set 'units={temperature: degC}' \
    --set 'domain.cells=[4, 300]' --set materials.m.conductivity=1000 --set "time={end: 1e-7, step: 2e-9, method: $method}" \
    --set 'initial.temperature=-0.01125 + 1e-3*(y - 0.5)' \
    --set 'boundaries.right={convection: {coefficient: "1 + sqrt(abs(T))", ambient: 90}}'
done
expect 65 on 1 check wall.yaml --set "boundaries.right=$(radiation "1.1 + t")"
expect 65 on 1 check wall.yaml --set "boundaries.right=$(convection "y - 0.5")"
says "boundaries.right: convection.coefficient is -0.375 at (1 m, 0.125 m), t = 0 s; it must not be negative"
echo "all as designed"
