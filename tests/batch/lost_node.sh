#!/bin/bash
# The node dies under a job (its daemon and the job's processes are killed): Slurm queues the job again, and it goes
# on from its checkpoint. A job that is cancelled stops with a checkpoint and is not queued again.
# timeout: 240
. "$ISOTHERM_SOURCE/tests/batch/_slurm.sh"
cp "$ISOTHERM_SOURCE/tests/batch/_plate.yaml" case.yaml
start_slurm 2

"$ISOTHERM" submit case.yaml --set time.end=1e7 -n 2 --time '1 h' --launcher "$MPIEXEC" --now
wait_until 60 is_beyond case.run 0 || { cat ./*.log; echo "FAILED: no checkpoint was written"; exit 1; }
mapfile -t processes < <(scontrol listpids 1 | awk 'NR > 1 && $1 > 0 { print $1 }')
step_daemon=$(ps -o ppid= -p "${processes[0]}" | tr -d ' ')
kill -KILL "$(cat "$slurm/slurmd.pid")" "$step_daemon" "${processes[@]}" 2>/dev/null || true
before=$(sed -n 's/.*"last_checkpoint": *\([0-9]*\).*/\1/p' case.run/status.json)
wait_until 60 node_is down || node_is 'down*' || { sinfo; echo "FAILED: the node is not seen to be down"; exit 1; }
start_slurmd
wait_until 60 job_is 1 RUNNING || { scontrol show job 1; echo "FAILED: the job did not start again"; exit 1; }
wait_until 60 is_beyond case.run "$before" || { cat ./*.log; echo "FAILED: the run did not go on"; exit 1; }
[ "$(job_field 1 Restarts)" -ge 1 ]
grep 'continues from' case.run/run.log

scancel 1
wait_until 60 queue_is_empty
job_is 1 CANCELLED || { scontrol show job 1; exit 1; }
checkpoints=(case.run/checkpoints/step-*.h5)
"$ISOTHERM" info "${checkpoints[-1]}" >/dev/null
echo "requeued, went on, stopped when cancelled"
