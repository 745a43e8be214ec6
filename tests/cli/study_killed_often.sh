#!/bin/bash
# The same as study_killed.sh, with fifty kills.
# labels: long faults
# ranks: 3
# timeout: 900
export ISOTHERM_KILLS=50
exec bash "$ISOTHERM_SOURCE/tests/cli/study_killed.sh"
