#!/bin/bash
# A run whose rank is killed goes on from its last checkpoint to the bits of an uninterrupted one.
# labels: promises
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
unset OMPI_MCA_odls_base_sigkill_timeout # a job ends as it does for users
endless_case >long.yaml

for kill_at in '*' '00000[4-9]???'; do
  "$MPIEXEC" -n 2 "$ISOTHERM" run long.yaml --out killed >first.out 2>&1 &
  first=$!
  until_there 30 "killed/checkpoints/step-$kill_at.bin"
  kill -KILL "$(pgrep -P $first | head -1)" || fail "the run ended by itself"
  wait $first
  [[ $? -ne 0 ]] || fail "a killed run ended with 0"
done
expect 75 on 1 run long.yaml --out killed --steps 250
says "continues from"
expect 75 on 2 run long.yaml --out whole --steps "$(value killed steps)"
same_run whole killed
compgen -G 'killed/checkpoints/*.part' && fail "a temporary file was left"
[[ $(ls killed/checkpoints/*.bin | wc -l) -eq 2 ]] || fail "keep: 2 left $(ls killed/checkpoints)"
echo "promise | a killed rank ends the job; the next start continues | 2 | 2"
