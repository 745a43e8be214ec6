#!/bin/bash
# The same as study_killed.sh, with fifty kills.
# labels: long faults
# ranks: 3
# timeout: 2400
set -euo pipefail
export ISOTHERM_KILLS=50 ISOTHERM_VALUES=250
bash "$ISOTHERM_SOURCE/tests/cli/study_killed.sh" | tee told.txt
grep -q '^50 kills;' told.txt || { echo "FAILED: the study ended before 50 kills"; exit 1; }
