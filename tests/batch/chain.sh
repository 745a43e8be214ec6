#!/bin/bash
# A case that is longer than its time limit: Slurm warns the script, the script warns the run, the run stops with a
# checkpoint, the job is queued again, until it is done. The result is that of one run that nobody disturbed.
# timeout: 420
. "$ISOTHERM_SOURCE/tests/batch/_slurm.sh"
title="it's \"safe\" \$(touch harmed) \`touch harmed\` & ; done"
folder="a 'strange' \$folder"
mkdir "$folder"
cd "$folder"
cp "$ISOTHERM_SOURCE/tests/batch/_plate.yaml" 'my case.yaml'

# As many steps as fill a minute or so on this machine, as busy as it is now.
"$ISOTHERM" run 'my case.yaml' --out trial --set time.end=1e7 >/dev/null &
trial=$!
sleep 4
kill -USR2 $trial
wait $trial || [ $? -eq 75 ]
end=$(sed -n 's/.*"time": *\([0-9.e+]*\),*/\1/p' trial/summary.json | "$PYTHON" -c 'print(round(20 * float(input())))')

start_slurm 2
"$ISOTHERM" submit 'my case.yaml' --set "time.end=$end" --set "title='${title//\'/\'\'}'" --out 'out dir' -n 1 \
  --time 00:01:00 --margin '50 s' --launcher "$MPIEXEC" --now
wait_until 330 job_is 1 COMPLETED || { squeue; cat ./*.log; echo "FAILED: the chain did not end"; exit 1; }
cat ./*.log
links=$(cat ./*.log | grep -c 'run the same line again' || true)
[ "$links" -ge 2 ] || { echo "FAILED: only $links links were stopped by their time limit"; exit 1; }
[ "$(job_field 1 Restarts)" -eq "$links" ] || { echo "FAILED: the job was not requeued $links times"; exit 1; }
if [ -e harmed ] || [ -e ../harmed ]; then echo "FAILED: the title was run"; exit 1; fi

"$ISOTHERM" run 'my case.yaml' --set "time.end=$end" --out undisturbed >/dev/null
same_results undisturbed 'out dir'
echo "$((links + 1)) links, the same bits"
