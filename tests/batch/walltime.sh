#!/bin/bash
# Nobody warns the job, and its script knows nothing of its limit: with `stop.walltime: auto` the run asks Slurm, stops
# in time with a checkpoint, and the next job goes on with the bits of one run that had no limit.
# timeout: 300
. "$ISOTHERM_SOURCE/tests/batch/_slurm.sh"
unset ISOTHERM_WALLTIME
cp "$ISOTHERM_SOURCE/tests/batch/_plate.yaml" case.yaml

start_slurm 2
mpi="'$MPIEXEC' -n 2 '$ISOTHERM'"
job() { sbatch --parsable --ntasks 2 --time 00:01:00 --output "$1.log" --wrap "exec $mpi run case.yaml --out run $2"; }
first=$(job first '--set time.end=1e7 --set stop.walltime=auto --set checkpoint.every=never')
wait_until 150 job_is "$first" FAILED || { squeue; cat first.log; echo "FAILED: not stopped in time"; exit 1; }
cat first.log
[ "$(job_field "$first" ExitCode)" = 75:0 ] || { echo "FAILED: ended with $(job_field "$first" ExitCode)"; exit 1; }
step=$(sed -n 's/.*"last_checkpoint": *\([0-9]*\).*/\1/p' run/status.json)
grep "stopped at step $step," run/run.log || { cat run/status.json; echo "FAILED: a checkpoint of another step"; exit 1; }

job second '--set time.end=1e7 --steps 2000' >/dev/null
wait_until 100 queue_is_empty || { squeue; cat second.log; echo "FAILED: it did not go on"; exit 1; }
grep "continues from .*step-0*$step\." run/run.log
"$MPIEXEC" -n 2 "$ISOTHERM" run case.yaml --set time.end=1e7 --steps $((step + 2000)) --out undisturbed >/dev/null ||
  [ $? -eq 75 ]
same_results undisturbed run
echo "step $step and 2000 more in two jobs, the same bits"
