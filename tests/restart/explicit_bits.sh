#!/bin/bash
# Explicit steps, fused or not, of one constant material and of many: one set of bits, on any ranks and across
# stops.
# ranks: 4
# timeout: 240
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1

# Sources that depend on time would be stepped one by one.
sed -e 's/^time:.*/time: {method: forward-euler, end: 1.7 s}/' -e 's/30\*exp(-0.02\*t)/30/' \
  "$ISOTHERM_SOURCE/tests/restart/_mixed.yaml" >mixed.yaml
cat >uniform.yaml <<'END'
domain: {size: [1.31, 0.97], cells: [131, 97]}
materials: {m: {conductivity: {x: 2, y: 0.7}, density: 3, specific_heat: 0.5}}
regions: [{material: m}]
initial: {temperature: "300 + 10*sin(7*x)*cos(5*y)"}
boundaries:
  left: {periodic: true}
  right: {periodic: true}
  bottom: [{from: 0, to: 0.5, temperature: "300 + 30*sin(900*t)"}, {from: 0.5, to: 1.31, insulated: true}]
  top: {flux: 90, convection: {coefficient: "4 + x", ambient: 290}}
sources: [{power: 50, circle: {center: [0.4, 0.3], radius: 0.2}}]
time: {method: forward-euler, end: 0.013}
output: {diagnostics: {every: 37 steps}, probes: {a: [0.3, 0.4], b: [0, 0], c: [1.31, 0.97]}}
checkpoint: {every: 90 steps, format: mpiio}
END

for name in uniform mixed; do
  expect 0 on 1 run $name.yaml --out $name.reference --set numerics.time_block=1
  [[ $(value $name.reference steps) -gt 350 ]] || fail "$name: $(value $name.reference steps) steps only"
  for setup in 1: 1:5 1:8/96 2:2 2:8 3: 4: 4:[2,2] 4:[1,4]; do
    ranks=${setup%%:*} what=${setup#*:} folder=$name.$setup
    case $what in
      '') more=() ;;
      \[*) more=(--set "parallel.decomposition=$what") ;;
      */*) more=(--set "numerics.time_block=${what%/*}" --set "numerics.strip_width=${what#*/}") ;;
      *) more=(--set "numerics.time_block=$what") ;;
    esac
    expect 0 on "$ranks" run $name.yaml --out "$folder" "${more[@]}"
    same_run $name.reference "$folder"
  done
  # Stopped twice, each time at a step that no event knows and that fusing does not like.
  expect 75 on 3 run $name.yaml --out $name.parts --steps 131 --set numerics.time_block=4
  expect 75 on 1 run $name.yaml --out $name.parts --steps 1 --set numerics.time_block=1
  expect 0 on 2 run $name.yaml --out $name.parts
  same_run $name.reference $name.parts
  echo "same bits: $name"
done
