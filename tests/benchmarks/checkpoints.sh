#!/bin/bash
# The speed of checkpoints beside that of a plain write.
# timeout: 600
set -eu
for ranks in 1 2; do
  "$MPIEXEC" -n $ranks "$ISOTHERM_BUILD/tests/bench_checkpoints" 7 4096
done
