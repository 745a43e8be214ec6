#!/bin/bash
# How well a study uses its ranks: 100 cases whose costs differ by up to 30, on 2 and on 4 ranks, against the ideal
# makespan; 1000 tiny cases per second; and what a case costs beside its steps.
# ranks: 4
# timeout: 300
set -euo pipefail
cat >mixed.yaml <<'CASE'
domain: {size: [1 m, 1 m], cells: [128, 128]}
materials: {steel: {conductivity: 15, density: 7900, specific_heat: 500}}
regions: [{material: steel}]
initial: {temperature: 300}
boundaries: {left: {temperature: 400}, right: {convection: {coefficient: 50, ambient: 280}}, bottom: {insulated: true}, top: {flux: 100}}
time: {end: 300 s, step: 1 s, method: forward-euler}
CASE
{
  echo 'base: mixed.yaml'
  echo 'collect: [diagnostics.t_mean]'
  "$PYTHON" - <<'COSTS'
import random
random.seed(1)
costs = [1, 30] + [random.uniform(1, 30) for _ in range(98)]
print("vary: {time.end: [" + ", ".join(f"{300 * c:.3f} s" for c in costs) + "]}")
COSTS
} >mixed_study.yaml
for ranks in 2 4; do
  "$MPIEXEC" -n $ranks "$ISOTHERM" study mixed_study.yaml --out mixed-$ranks >mixed-$ranks.txt
  balance=$(sed -n 's/.*balance \([0-9.]*\) %.*/\1/p' mixed-$ranks.txt)
  echo "100 mixed cases on $ranks ranks: $(sed -n 's/.*ended in \([^,]*\),.*/\1/p' mixed-$ranks.txt), $balance % of the ideal makespan"
  "$PYTHON" -c "import sys; sys.exit(not $balance >= 92)" || { echo "FAILED: less than 92 %"; exit 1; }
done

sed 's/cells: .*/cells: [64, 64]}/; s/time: .*/time: {end: 1000 s, step: 10 s}/' mixed.yaml >tiny.yaml
cat >tiny_study.yaml <<'STUDY'
base: tiny.yaml
vary:
  boundaries.left.temperature: {linspace: [310, 500, 40]}
  boundaries.right.convection.coefficient: {linspace: [1, 50, 25]}
collect: [diagnostics.t_max]
folder: reduced
STUDY
for attempt in 1 2 3; do
  begin=$(date +%s.%N)
  "$MPIEXEC" -n 2 "$ISOTHERM" study tiny_study.yaml --out tiny-$attempt >tiny.txt
  end=$(date +%s.%N)
  "$PYTHON" - "$begin" "$end" tiny-$attempt <<'REPORT'
import sys
import h5py
seconds = float(sys.argv[2]) - float(sys.argv[1])
with h5py.File(sys.argv[3] + "/results.h5") as table:
    cpu = sum(table["provenance/cpu_seconds"])
print(f"1000 cases of 64 x 64, 100 steps: {1000 / seconds:.0f} per second with start and end of the program; "
      f"{cpu:.2f} ms of CPU time per case")
REPORT
done
