#!/bin/bash
# Outputs that mean something else after a restart, under the same name, are not mixed with those of before.
# ranks: 2
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
outputs=(--set 'output.flows.cut={from: [30 mm, 0], to: [30 mm, 32 mm]}' --set 'output.fields=[max_temperature, time_above]'
  --set output.threshold=305 --set 'output.snapshots.every=400 steps')
moved=(--set 'output.probes.hot=[50 mm, 15 mm]' --set 'output.flows.cut.to=[30 mm, 16 mm]')
rows() { sed 1d "$1" | cut -d, -f1 | tr '\n' ' '; }

expect 0 on 2 run small.yaml --out straight "${outputs[@]}" "${moved[@]}"
expect 75 on 2 run small.yaml --out run "${outputs[@]}" --steps 100
expect 75 on 1 run small.yaml --out run "${outputs[@]}" --steps 50
grep -q "other columns" run/run.log && fail "a table is set aside though nothing changes"
expect 75 on 2 run small.yaml --out run "${outputs[@]}" "${moved[@]}" --steps 100
says "probes.csv' has other columns from step 150 on; the rows of before are in 'probes.until-step-000000150.csv'" \
  "flows.csv' has other columns"
expect 0 on 1 run small.yaml --out run "${outputs[@]}" "${moved[@]}"
for table in probes flows; do
  [[ $(rows run/$table.until-step-000000150.csv) == "0 25 50 75 100 125 150 " ]] || fail "$table: rows set aside"
  cmp <(sed 1d run/$table.csv) <(awk -F, 'NR > 1 && $1 > 150' straight/$table.csv) || fail "$table: rows of another place"
  [[ ! -e run/$table.until-step-000000250.csv ]] || fail "$table: set aside again"
done
cmp run/diagnostics.csv straight/diagnostics.csv || fail "diagnostics.csv differs"

# Killed before its first checkpoint, the run of the new definitions leaves nothing to set aside.
expect 75 on 1 run small.yaml --out killed "${outputs[@]}" --steps 100
cp -r killed before
expect 75 on 1 run small.yaml --out killed "${outputs[@]}" "${moved[@]}" --steps 50
rm -r killed/checkpoints && cp -r before/checkpoints killed/
expect 0 on 1 run small.yaml --out killed "${outputs[@]}" "${moved[@]}"
[[ $(find killed -name 'probes.until*' | wc -l) -eq 1 ]] || fail "$(ls killed)"
cmp run/diagnostics.csv killed/diagnostics.csv || fail "diagnostics.csv differs"

# The time above another threshold begins with the restart; what is above the same one goes on.
expect 75 on 2 run small.yaml --out above "${outputs[@]}" --steps 200
expect 0 on 2 run small.yaml --out above "${outputs[@]/threshold=305/threshold=299}"
says "output.threshold was 305, is now 299: time_above begins anew at step 200"
"$PYTHON" - <<'END' || fail "time_above"
import h5py, numpy
above, whole = (h5py.File(name + "/snapshots/step-000000400.nc") for name in ("above", "straight"))
assert numpy.nanmax(above["time_above"]) <= 0.4 + 1e-9, numpy.nanmax(above["time_above"])
assert numpy.nanmin(above["time_above"]) > 0.39
assert numpy.array_equal(above["max_temperature"][()], whole["max_temperature"][()])
END
echo "promise | outputs redefined under the same name are not mixed | 2 | 2"
