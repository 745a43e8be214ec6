#!/bin/bash
# Twelve jobs of an array share the cases of one study: twelve results, each computed once.
# timeout: 240
. "$ISOTHERM_SOURCE/tests/batch/_slurm.sh"
cp "$ISOTHERM_SOURCE/tests/batch/_plate.yaml" .
cat >study.yaml <<'STUDY'
base: _plate.yaml
vary:
  boundaries.left.temperature: [350, 400, 450, 500]
  boundaries.right.convection.coefficient: [10, 50, 250]
collect: [diagnostics.t_mean, diagnostics.t_max]
STUDY
sed -i 's/end: 1000 s/end: 60 s/' _plate.yaml
start_slurm 4
"$ISOTHERM" submit study.yaml -n 1 --time '10 min' --sbatch array=1-12 --launcher "$MPIEXEC" --now
wait_until 180 queue_is_empty || { squeue; echo "FAILED: the array did not end"; exit 1; }

[ "$(grep -c ',done,' study.study/results.csv)" -eq 12 ] || { cat study.study/results.csv ./*.log; exit 1; }
[ "$(cut -d, -f1 study.study/results.csv | sort -u | wc -l)" -eq 13 ]
for folder in study.study/cases/*; do
  starts=$(grep -c '^.* isotherm .* ranks\? as' "$folder/run.log" || true)
  [ "$starts" -eq 1 ] || { echo "FAILED: $folder was started $starts times"; exit 1; }
done
jobs=$(grep -l '[1-9][0-9]* cases ended' ./*.log | wc -l)
[ "$jobs" -ge 2 ] || { echo "FAILED: one job did all"; exit 1; }
echo "12 cases, each once, by $jobs jobs"
