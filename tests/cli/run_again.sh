#!/bin/bash
# The same line starts a case, goes on with it, or says that it is done; changed physics are refused.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml

expect 0 on 2 run small.yaml
says "A small case" "done at step 400" "T(hot) = "
[[ -d small.run ]] || fail "the default folder is not small.run"
for name in case.yaml run.log status.json diagnostics.csv probes.csv summary.json checkpoints/step-000000400.h5; do
  [[ -s small.run/$name ]] || fail "no $name"
done
[[ $(value small.run status) == done && $(value small.run exit_code) == 0 && $(value small.run steps) == 400 ]] ||
  fail "summary.json"

# Done: says so and touches nothing.
snapshot() { find small.run "$@" -printf '%p %s %T@ ' -exec md5sum {} \; 2>/dev/null | sort; }
snapshot >with_lock
snapshot -type f ! -name lock >before
expect 0 on 1 run small.yaml
says "already done: step 400, t = 0.8 s, small.run"
[[ $(wc -l <out) -eq 1 ]] || { cat out; fail "more than one line"; }
snapshot | diff with_lock - || fail "a finished run was touched"

# Killed before its report was written: the next start writes it.
cp -r small.run killed.run
rm killed.run/report.html
expect 0 on 1 run small.yaml --out killed.run
[[ -s killed.run/report.html ]] || fail "no report.html"
cmp small.run/diagnostics.csv killed.run/diagnostics.csv

# Other physics in the same folder.
expect 65 on 2 run small.yaml --set materials.steel.conductivity=16
says "materials.steel.conductivity" "15" "16" "--fresh"
expect 65 on 2 run small.yaml --set 'sources=[]' --set time.end=2
says "sources.0.power"
expect 65 on 2 run small.yaml --set time.end=0.4s
says "time.end"
expect 65 on 2 run small.yaml --set numerics.face_conductivity=arithmetic
says "face_conductivity"
snapshot | diff with_lock - || fail "a refusal touched the folder"

# A case that is refused leaves nothing that stands in the way of the next, and --fresh waits for a good one.
expect 65 on 2 run small.yaml --out tried --set time.step=0.1
expect 65 on 2 run small.yaml --out tried --set 'initial.temperature=1/(x < 0.06)'
expect 66 on 2 run small.yaml --out tried --set 'initial={file: nowhere.h5}'
[[ ! -e tried ]] || fail "a refused case left $(ls -d tried/*)"
expect 65 on 2 run small.yaml --fresh --set time.step=0.1
snapshot -type f ! -name lock | diff before - || fail "--fresh with a bad case touched the folder"
expect 75 on 2 run small.yaml --out tried --steps 1

# What may change.
expect 0 on 1 run small.yaml --set 'title=Another title' --set parallel.decomposition=[1,1]
says "already done"
expect 0 on 2 run small.yaml --set time.end=1.2s
says "continues from" "done at step 600"
expect 0 "$ISOTHERM" run small.yaml --set time.end=1.2s --out whole
same_run small.run whole

# Over again.
expect 0 on 2 run small.yaml --fresh --set materials.steel.conductivity=16
says "done at step 400"
expect 0 "$ISOTHERM" run small.yaml --set materials.steel.conductivity=16 --out sixteen
same_run small.run sixteen
[[ ! -e small.run/checkpoints/step-000000600.h5 ]] || fail "--fresh left an old checkpoint"

# The case in a run folder is a valid input and gives the same run.
cp sixteen/case.yaml resolved.yaml
expect 0 on 2 run resolved.yaml --out resolved
same_run sixteen resolved
cmp sixteen/case.yaml resolved/case.yaml || fail "the resolved case resolves to another text"
echo "all as designed"
