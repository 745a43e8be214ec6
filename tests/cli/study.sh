#!/bin/bash
# A study: its cases, its results, failures that harm nobody, values that are added later, mistakes in its file.
# timeout: 180
set -euo pipefail
study() { "$MPIEXEC" -n 2 "$ISOTHERM" study "$@"; }
expect() { # expect WHAT COMMAND...
  local what=$1
  shift
  "$@" || { echo "FAILED: $what"; exit 1; }
}

cat >base.yaml <<'CASE'
title: A small plate
domain: {size: [1 m, 1 m], cells: [64, 48]}
materials: {steel: {conductivity: {x: 15, y: 10}, density: 7900, specific_heat: 500}}
regions: [{material: steel}]
initial: {temperature: 300}
boundaries:
  left: {temperature: 400}
  right: {convection: {coefficient: 50, ambient: 280}}
  bottom: {insulated: true}
  top: [{from: 0, to: 0.5, flux: 100}, {from: 0.5, to: 1, insulated: true}]
time: {end: 1000 s, step: 10 s, method: forward-euler}
output:
  diagnostics: {every: 10 steps}
  probes: {middle: [0.5, 0.5]}
  flows: {across: {from: [0.05, 0], to: [0.05, 1]}}
  means: [steel]
CASE
cat >study.yaml <<'STUDY'
title: Everything that a study can say
base: base.yaml
vary:
  boundaries.top.0.flux: [0, 1 kW/m2, "100*sin(t)"]
  materials.steel.conductivity.x: {linspace: [5, 15, 3]}
zip:
  domain.cells: [[64, 48], [32, 24]]
  time.step: [10 s, 20 s]
sample: {method: sobol, count: 4, seed: 3, ranges: {boundaries.left.temperature: [350, 450]}}
where: ["x <= 10", "left.temperature * x < 4300"]
collect: [probes.middle, diagnostics.t_max, flows.across, flows.wall.top.0, regions.steel.mean]
STUDY
"$ISOTHERM" study study.yaml --list >list.txt
cases=$(sed -n 's/^\([0-9]*\) cases, about.*/\1/p' list.txt)
expect "a plausible number of cases, not $cases" test "$cases" -gt 24 -a "$cases" -lt 48
expect "the list alone writes nothing" test ! -e study.study
study study.yaml >out.txt || { cat out.txt; exit 1; }
expect "all are done" grep -q "of $cases cases $cases are done, 0 failed, 0 open" out.txt
expect "a row for each" test "$(wc -l <study.study/results.csv)" -eq $((cases + 1))
"$PYTHON" - "$cases" <<'CHECK'
import csv, sys
import h5py
rows = list(csv.DictReader(open("study.study/results.csv")))
with h5py.File("study.study/results.h5") as table:
    assert len(rows) == len(table["hash"]) == int(sys.argv[1])
    for n, row in enumerate(rows):
        assert table["hash"][n].decode() == row["hash"]
        assert float(row["probes.middle"]) == table["collected/probes.middle"][n]
        assert float(row["materials.steel.conductivity.x"]) == table["parameters/materials.steel.conductivity.x"][n]
        assert float(row["boundaries.left.temperature"]) * float(row["materials.steel.conductivity.x"]) < 4300
    assert min(table["provenance/cpu_seconds"]) > 0
for row in rows[:3]:
    last = {}
    for name in ("flows", "regions"):
        last |= list(csv.DictReader(open(f"study.study/cases/{row['hash']}/{name}.csv")))[-1]
    assert float(row["flows.across"]) == float(last["across"]) != 0
    assert float(row["flows.wall.top.0"]) == float(last["wall.top.0"])
    assert 280 < float(row["regions.steel.mean"]) == float(last["steel.mean"]) < 450
CHECK

# The result of a case is that of the case run alone.
hash=$(sed -n 2p study.study/results.csv | cut -d, -f1)
"$ISOTHERM" run study.study/cases/"$hash"/case.yaml --out alone >/dev/null
cmp alone/diagnostics.csv study.study/cases/"$hash"/diagnostics.csv

# Killed after its last step, before or after it summed up: the case is recorded with the same numbers.
cp study.study/results.csv undisturbed.csv
rm study.study/cases/"$hash"/result.json
study study.yaml >out.txt
cmp undisturbed.csv study.study/results.csv
rm study.study/cases/"$hash"/{result,summary}.json
study study.yaml >out.txt
cmp undisturbed.csv study.study/results.csv

# Started again nothing is repeated; a value that is added adds its cases alone; on three ranks, two for each case.
study study.yaml >out.txt
expect "nothing is repeated" grep -q '^0 cases ended' out.txt
sed -i 's/, 3]}/, 3]}\nranks_per_case: 2/; s/count: 4/count: 5/' study.yaml
"$ISOTHERM" study study.yaml --status | tail -n 1 >status.txt
more=$(sed -n 's/^\([0-9]*\) cases: .*/\1/p' status.txt)
expect "more cases" test "$more" -gt "$cases"
expect "open ones are counted" grep -q "$cases done, 0 failed, $((more - cases)) open" status.txt
"$MPIEXEC" -n 3 "$ISOTHERM" study study.yaml >out.txt
tr '\n' ' ' <out.txt >line.txt
expect "only the new ones ran" grep -q "\b$((more - cases)) cases ended.* of $more cases $more are done" line.txt

# The reduced folder gives the same numbers.
study_columns() { cut -d, -f1-12 "$1"; }
echo "folder: reduced" >>study.yaml
study study.yaml --out reduced >/dev/null
cmp <(study_columns study.study/results.csv) <(study_columns reduced/results.csv)
expect "only a record and a lock per case" test -z "$(find reduced/cases -type f ! -name result.json ! -name lock)"

# What is to be collected is written, whether the cases want rows or not.
printf 'base: base.yaml\nvary: {output.diagnostics.every: [never]}\ncollect: [probes.middle, flows.across]\n' >never.yaml
study never.yaml >/dev/null
expect "figures without rows" grep -q 'never,[0-9.]*,[-0-9.e]*,done' never.study/results.csv

# Cases that cannot be run, or blow up, are recorded; the others do not notice.
cat >failing.yaml <<'STUDY'
base: base.yaml
vary:
  materials.steel.density: [7900, -1]
  time.step: [10 s, 1e9 s]
  initial.temperature: [300, "log(-1)"]
  output.probes.middle: [[0.5, 0.5], [2, 2]]
STUDY
code=0
study failing.yaml >out.txt 2>err.txt || code=$?
expect "a study with failed cases ends with 0, not $code" test "$code" -eq 0
expect "one good case in sixteen" grep -q 'of 16 cases 1 are done, 15 failed' out.txt
expect "each with a reason" test "$(grep -c ',failed,.' failing.study/results.csv)" -eq 15
study failing.yaml >out.txt
expect "failures of a case are not repeated" grep -q '^0 cases ended' out.txt

# Mistakes in the file are all shown at once, with their places.
cat >wrong.yaml <<'STUDY'
base: base.yaml
vari: {a: 1}
vary:
  materials.steel.conductivty: [1, 2]
  time.end: {linspace: [1 s, 2 m, 3]}
  time.step: 5
zip: {time.start: [1, 2], domain.size: [[1, 1]]}
sample: {method: sobel, count: 0, ranges: {initial.temperature: [1]}}
collect: [probes.midle, flows.acros]
ranks_per_case: zero
STUDY
code=0
study wrong.yaml >out.txt 2>err.txt || code=$?
expect "exit code 65, not $code" test "$code" -eq 65
for place in 2:1 4:3 5:30 6:14 7:40 8:18 8:32 8:65 9:11 9:25 10:17; do
  expect "a mistake at $place" grep -q "^wrong.yaml:$place: error" err.txt
done
expect "suggestions" grep -q 'did you mean: probes.middle' err.txt
expect "suggestions of flows" grep -q 'did you mean: flows.across' err.txt
printf 'base: nowhere.yaml\nvary: {time.end: [1, 2]}\n' >lost.yaml
code=0
study lost.yaml >out.txt 2>err.txt || code=$?
expect "a missing base is 65, not $code" test "$code" -eq 65
code=0
study nothing.yaml >out.txt 2>err.txt || code=$?
expect "a missing study is 66, not $code" test "$code" -eq 66
echo "all good"
