#!/bin/bash
# The batch script: readable, safe with any title and path, and run without Slurm it does the whole chain.
# timeout: 120
set -euo pipefail
unset SLURM_JOB_ID SLURM_ARRAY_JOB_ID
title="it''s \"safe\" \$(touch harmed) \`touch harmed\` #"
folder="a 'strange' \$(touch harmed) folder"
mkdir "$folder"
cd "$folder"
sed "s/^title: .*/title: '$title'/; s/end: 1000 s/end: 20 s/" "$ISOTHERM_SOURCE/tests/batch/_plate.yaml" >'my case.yaml'

"$ISOTHERM" submit 'my case.yaml' -n 2 --out 'out; touch harmed' --time '4 h' --margin '2 min' --launcher "$MPIEXEC" \
  --sbatch partition=short >job.sh
for line in '--ntasks=2' '--time=04:00:00' '--signal=B:USR2@120' '--requeue' '--partition=short' '--job-name=my_case'; do
  grep -qx -- "#SBATCH $line" job.sh || { cat job.sh; echo "FAILED: no line '$line'"; exit 1; }
done
bash -n job.sh
bash job.sh >job.log
[ -n "$(find . -path './out; touch harmed/summary.json')" ]
grep -q '"status": "done"' 'out; touch harmed/summary.json'
if find .. -name harmed | grep -q .; then echo "FAILED: a title or path was run"; exit 1; fi

# The script passes a signal on; the run stops with a checkpoint and 75; the script starts the next link itself.
cat >launcher <<'LAUNCHER'
#!/bin/bash
shift 2
echo link >>links
if [ "$(wc -l <links)" -lt 4 ]; then exec "$@" --steps 100; fi
exec "$@"
LAUNCHER
chmod +x launcher
"$ISOTHERM" submit 'my case.yaml' -n 1 --out chain --launcher ./launcher >chain.sh
bash chain.sh >chain.log
[ "$(wc -l <links)" -eq 4 ] || { cat chain.log; echo "FAILED: $(wc -l <links) links, not 4"; exit 1; }
cmp chain/diagnostics.csv 'out; touch harmed/diagnostics.csv'

"$ISOTHERM" submit 'my case.yaml' --set time.end=1e7 --out told -n 1 --launcher "$MPIEXEC" >told.sh
bash told.sh >told.log 2>&1 &
script=$!
until grep -q running told/status.json 2>/dev/null; do sleep 0.1; done
sleep 1
kill -TERM $script
code=0
wait $script || code=$?
[ "$code" -eq 75 ] || { cat told.log; echo "FAILED: a cancelled script ends with 75, not $code"; exit 1; }
ls told/checkpoints/step-*.h5

# A chain that gains nothing ends.
printf '#!/bin/bash\nexit 75\n' >launcher
"$ISOTHERM" submit 'my case.yaml' -n 1 --out stuck --launcher ./launcher >stuck.sh
code=0
bash stuck.sh 2>stuck.log || code=$?
[ "$code" -eq 75 ]
grep -q 'no step was gained' stuck.log

code=0
"$ISOTHERM" submit 'my case.yaml' --time soon 2>/dev/null || code=$?
[ "$code" -eq 64 ]
code=0
"$ISOTHERM" submit nowhere.yaml 2>/dev/null || code=$?
[ "$code" -eq 66 ]
"$ISOTHERM" plan 'my case.yaml' -n 4 | grep -q '400 steps of 0.05 s'
echo "all good"
