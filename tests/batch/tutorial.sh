#!/bin/bash
# The tutorial with Slurm: its batch commands lead to the results of the commands before them.
# timeout: 300
. "$ISOTHERM_SOURCE/tests/batch/_slurm.sh"
start_slurm 4
export PYTHONPATH=$ISOTHERM_SOURCE/tests/cli TUTORIAL=$ISOTHERM_SOURCE/configs/TUTORIAL.md
"$PYTHON" - <<'END'
import os
from _document import commands, run
for line, word in commands(os.environ["TUTORIAL"]):
    if word == "slurm" or "init" in line or "submit" in line:
        run(line, word)
END
wait_until 200 queue_is_empty || { squeue; echo "FAILED: the jobs did not end"; exit 1; }
grep -q '"status": "done"' slurm.run/summary.json || { cat ./*.log; exit 1; }
[ "$(grep -c ',done,' slurm.study/results.csv)" -eq 12 ] || { cat slurm.study/results.csv ./*.log; exit 1; }
