#!/bin/bash
# A chain whose links gain nothing ends by itself; a study runs under srun as well as under mpiexec.
# timeout: 180
. "$ISOTHERM_SOURCE/tests/batch/_slurm.sh"
cp "$ISOTHERM_SOURCE/tests/batch/_plate.yaml" case.yaml
cat >stuck <<'STUCK'
#!/bin/bash
exit 75
STUCK
chmod +x stuck
start_slurm 4
"$ISOTHERM" submit case.yaml -n 2 --time '10 min' --launcher "$PWD/stuck" --now
wait_until 60 job_is 1 FAILED || { scontrol show job 1; echo "FAILED: the chain did not stop itself"; exit 1; }
grep 'no step was gained' ./*.log

"$ISOTHERM" submit case.yaml -n 2 --set time.end=10 --time '10 min' --out by-srun --launcher srun --now
wait_until 60 job_is 2 COMPLETED || { cat ./*.log; scontrol show job 2; exit 1; }
"$MPIEXEC" -n 2 "$ISOTHERM" run case.yaml --set time.end=10 --out by-mpiexec >/dev/null
same_results by-srun by-mpiexec
