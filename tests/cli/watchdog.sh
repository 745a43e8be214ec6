#!/bin/bash
# A rank that is stopped: the others end the job with 71 in the time that the case allows, and name it. A job that is
# stopped as a whole and goes on is left alone.
# labels: promises
# ranks: 3
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
unset OMPI_MCA_odls_base_sigkill_timeout # a job ends as it does for users
endless_case >long.yaml

for victim in 0 1; do
  rm -rf folder
  "$MPIEXEC" -n 3 "$ISOTHERM" run long.yaml --out folder --set parallel.watchdog=2s >first.out 2>&1 &
  first=$!
  until_there 30 'folder/checkpoints/step-*.bin'
  ranks=($(pgrep -P $first))  # in the order of their start
  kill -STOP "${ranks[$victim]}"
  begin=$SECONDS
  wait $first
  status=$?
  [[ $status -eq 71 ]] || { cat first.out; fail "ended with $status instead of 71"; }
  ((SECONDS - begin <= 12)) || fail "it took $((SECONDS - begin)) s"
  for text in first.out folder/run.log; do
    grep -q "rank $victim does not answer for 2 s" $text || { cat first.out; fail "$text does not name rank $victim"; }
  done
  expect 75 on 2 run long.yaml --out folder --steps 50
  says "continues from"
done

rm -rf folder
"$MPIEXEC" -n 2 "$ISOTHERM" run long.yaml --out folder --set parallel.watchdog=1s >first.out 2>&1 &
first=$!
until_there 30 'folder/checkpoints/step-*.bin'
ranks=($(pgrep -P $first))
kill -STOP "${ranks[@]}"
sleep 2.5
kill -CONT "${ranks[@]}"
sleep 0.5
kill -USR2 $first
wait $first
[[ $? -eq 75 ]] || { cat first.out; fail "a suspended job was not left alone"; }

# A rank that is stopped before it has joined the others, when no watchdog can know of it.
ISOTHERM_TEST_DEADLINE=2 expect 71 "$MPIEXEC" -n 1 "$ISOTHERM" run long.yaml --out folder : \
  -n 1 bash -c 'kill -STOP $$; exec "$0" run long.yaml --out folder' "$ISOTHERM"
says "a rank was lost or is stopped"
echo "promise | a rank that is stopped before it joins the others ends the job with 71 | 1 | 1"
echo "promise | a stopped rank ends the job with 71 and is named | 2 | 2"
