#!/bin/bash
# Signals to one rank, to all of them, to mpiexec, at any moment: a checkpoint and 75; a second one stops at once. What
# is gone on from has the bits of the undisturbed run.
# labels: faults
# ranks: 3
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
endless_case | sed 's/^checkpoint:.*/checkpoint: {every: 60 steps, format: mpiio}/' >long.yaml
tried=0
trap 'kill $(jobs -p) 2>/dev/null' EXIT

start() { # start RANKS: in the background, as $job; returns when it holds the folder
  "$MPIEXEC" -n "$1" "$ISOTHERM" run long.yaml --out folder >first.out 2>&1 &
  job=$!
  until grep -qs process folder/lock; do sleep 0.01; done
}
ends_with() { # ends_with STATUS SECONDS
  local begin=$SECONDS status=0
  wait $job || status=$?
  [[ $status -eq $1 ]] || { cat first.out; fail "ended with $status instead of $1"; }
  ((SECONDS - begin <= $2)) || fail "it took $((SECONDS - begin)) s"
  tried=$((tried + 1))
}
for signal in USR2 TERM INT HUP; do
  for victim in 0 2; do
    start 3
    ranks=($(pgrep -P $job))
    kill -$signal "${ranks[$victim]}"
    ends_with 75 20
  done
done
start 3
kill -USR2 $(pgrep -P $job)
ends_with 75 20

# At any moment, the start and the writing of checkpoints included.
for try in 1 2 3 4 5 6; do
  start 2
  sleep "0.$((RANDOM % 10))$((RANDOM % 10))"
  kill -USR2 $job
  ends_with 75 20
done

# The second one: at once.
start 2
rank=$(pgrep -P $job | head -1)
kill -STOP $(pgrep -P $job | tail -1) # so that the first one cannot be agreed on
kill -USR2 "$rank"
sleep 0.3
kill -USR2 "$rank"
ends_with 75 8

expect 75 on 1 run long.yaml --out folder --steps 50
says "continues from"
expect 75 on 2 run long.yaml --out whole --steps "$(value folder steps)"
same_run whole folder
echo "promise | signals to any rank, to all or to mpiexec, at any moment | $tried | $tried"
