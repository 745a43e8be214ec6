#!/bin/bash
# A run whose rank is killed goes on from its last checkpoint to the bits of an uninterrupted one.
# timeout: 180
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
long_case >long.yaml
expect 0 on 2 run long.yaml --out whole

for kill_at in '*' '00000[4-9]???'; do
  "$MPIEXEC" -n 2 "$ISOTHERM" run long.yaml --out killed >first.out 2>&1 &
  first=$!
  until_there 30 "killed/checkpoints/step-$kill_at.bin"
  kill -KILL "$(pgrep -P $first | head -1)" || fail "the run was over too early"
  wait $first
  [[ $? -ne 0 ]] || fail "the run was over too early"
done
expect 0 on 1 run long.yaml --out killed
says "continues from" "done at step 16000"
same_run whole killed
compgen -G 'killed/checkpoints/*.part' && fail "a temporary file was left"
[[ $(ls killed/checkpoints/*.bin | wc -l) -eq 2 ]] || fail "keep: 2 left $(ls killed/checkpoints)"
echo "all as designed"
