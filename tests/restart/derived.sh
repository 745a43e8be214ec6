#!/bin/bash
# Flows, means and what cells remember: the same bits on any ranks and through restarts, in both formats.
# ranks: 4
# timeout: 240
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
cat >case.yaml <<'END'
title: What is derived
domain: {size: [67 mm, 41 mm], cells: [67, 41], grading: {x: {ratio: 1.01}}}
materials:
  copper: {conductivity: 390, density: 8930, specific_heat: 385}
  board: {conductivity: {x: 0.8, y: 0.3}, density: 1850, specific_heat: 1100}
regions:
  - {material: board}
  - {material: copper, name: die, rectangle: {min: [20 mm, 12 mm], max: [50 mm, 20 mm]}}
  - {void: {convection: {coefficient: 40, ambient: 290}}, circle: {center: [25 mm, 30 mm], radius: 6 mm}}
contacts: [{between: [die, board], resistance: 1e-5}]
initial: {temperature: "300 + 20*sin(60*x)*cos(45*y)"}
boundaries:
  left: {insulated: true}
  right: {convection: {coefficient: 15, ambient: 285}}
  bottom: {temperature: 293.15}
  top: [{from: 0, to: 33 mm, convection: {coefficient: 25, ambient: "300 + 20*sin(t)"}}, {from: 33 mm, to: 67 mm, flux: 500}]
sources: [{power: "3000*exp(-t)", rectangle: {min: [25 mm, 13 mm], max: [40 mm, 18 mm]}}]
time: {end: 1 s, method: forward-euler}
output:
  diagnostics: {every: 30 steps}
  snapshots: {every: 0.5 s}
  flows: {cut: {from: [30 mm, 0], to: [30 mm, 41 mm]}, sides: {between: [die, board]}}
  means: [die, board]
  fields: [heat_flux, max_temperature, time_above]
  threshold: 305
checkpoint: {every: never, format: mpiio}
END

last_snapshot() { find "$1/snapshots" -name '*.nc' | sort | tail -1; }
same() { # same A B
  local name
  for name in diagnostics flows regions; do cmp "$1/$name.csv" "$2/$name.csv" || fail "$name.csv differs: $1, $2"; done
  "$PYTHON" - "$(last_snapshot "$1")" "$(last_snapshot "$2")" <<'END' || fail "snapshots of $1 and $2 differ"
import sys, h5py, numpy
a, b = (h5py.File(name) for name in sys.argv[1:])
for name in ("temperature", "heat_flux_x", "heat_flux_y", "max_temperature", "time_above"):
    assert a[name].shape == (1, 41, 67), (name, a[name].shape)
    assert numpy.array_equal(a[name][()], b[name][()], equal_nan=True), name
assert numpy.nanmax(a["time_above"]) > 0.2 and (a["max_temperature"][()] >= a["temperature"][()])[~numpy.isnan(a["temperature"][()])].all()
END
}

expect 0 on 1 run case.yaml --out reference
for ranks in 2 3 4; do
  expect 0 on "$ranks" run case.yaml --out "ranks$ranks"
  same reference "ranks$ranks"
done
for format in mpiio hdf5; do
  expect 75 on 3 run case.yaml --out "$format" --steps 77 --set "checkpoint.format=$format"
  expect 75 on 1 run case.yaml --out "$format" --steps 31 --set "checkpoint.format=$format"
  expect 0 on 2 run case.yaml --out "$format" --set "checkpoint.format=$format"
  same reference "$format"
done

# Adaptive steps too.
adaptive=(--set time.method=tr-bdf2 --set time.tolerance=1e-3)
expect 0 on 1 run case.yaml --out tr1 "${adaptive[@]}"
expect 75 on 2 run case.yaml --out tr2 "${adaptive[@]}" --steps 9
expect 0 on 3 run case.yaml --out tr2 "${adaptive[@]}"
same tr1 tr2

# What is asked for only after a restart begins there.
plain=(--set 'output.fields=[]')
expect 75 on 2 run case.yaml --out late --steps 100 "${plain[@]}"
expect 0 on 2 run case.yaml --out late
cmp reference/flows.csv late/flows.csv || fail "flows.csv differs"
echo "derived tables and fields: the same bits"
