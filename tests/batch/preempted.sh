#!/bin/bash
# An urgent job takes the node from a run: whether Slurm warns it or not, the run is queued again, goes on from its
# last checkpoint and ends with the bits of one that nobody disturbed.
# timeout: 500
. "$ISOTHERM_SOURCE/tests/batch/_slurm.sh"
cp "$ISOTHERM_SOURCE/tests/batch/_plate.yaml" case.yaml

# As many steps as fill a minute or so on this machine, as busy as it is now.
"$ISOTHERM" run case.yaml --out trial --set time.end=1e7 >/dev/null &
trial=$!
sleep 4
kill -USR2 $trial
wait $trial || [ $? -eq 75 ]
end=$(sed -n 's/.*"time": *\([0-9.e+]*\),*/\1/p' trial/summary.json | "$PYTHON" -c 'print(round(20 * float(input())))')
"$ISOTHERM" run case.yaml --set "time.end=$end" --out undisturbed >/dev/null

preempt() { # preempt FOLDER
  local folder=$1 before
  "$ISOTHERM" submit case.yaml --set "time.end=$end" --out "$folder" -n 1 --time '1 h' --launcher "$MPIEXEC" --now
  wait_until 60 is_beyond "$folder" 0 || { cat ./*.log; echo "FAILED: no checkpoint was written"; exit 1; }
  sbatch --partition=urgent --exclusive --job-name=urgent --output=urgent.log --wrap 'sleep 3' >urgent.id
  wait_until 60 job_is "$(sed 's/.* //' urgent.id)" COMPLETED ||
    { squeue; echo "FAILED: the urgent job did not get the node"; exit 1; }
  before=$(sed -n 's/.*"last_checkpoint": *\([0-9]*\).*/\1/p' "$folder/status.json")
  wait_until 150 queue_is_empty || { squeue; cat ./*.log; echo "FAILED: the run did not end"; exit 1; }
  grep "continues from .*step-0*$before\." "$folder/run.log" ||
    { cat "$folder/run.log"; echo "FAILED: steps that were safe were lost"; exit 1; }
  same_results undisturbed "$folder"
}

start_slurm 1
preempt unwarned
echo SlurmctldParameters=preempt_send_user_signal >>"$SLURM_CONF"
scontrol reconfigure
preempt warned
echo "preempted twice, the same bits"
