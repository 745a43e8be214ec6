#!/bin/bash
# One run folder, one run at a time; a folder that cannot be made.
# labels: promises
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
endless_case >long.yaml

"$ISOTHERM" run long.yaml --out folder >first.out 2>&1 &
first=$!
until_there 20 'folder/checkpoints/step-*.bin'
expect 73 "$ISOTHERM" run long.yaml --out folder
says "in use"
expect 73 on 2 run long.yaml --out folder --fresh
kill -0 $first 2>/dev/null || fail "the first run was disturbed"
kill -USR2 $first
wait $first
[[ $? -eq 75 ]] || { cat first.out; fail "the first run did not stop with 75"; }
expect 75 "$ISOTHERM" run long.yaml --out folder --steps 1
says "continues from"

# Two at once: one of them runs, and the other is told who does.
tried=0
for try in 1 2 3 4 5 6; do
  rm -rf both
  for job in a b; do
    "$MPIEXEC" -n $((try % 2 + 1)) "$ISOTHERM" run long.yaml --out both --steps 400 >$job.out 2>&1 &
    declare $job=$!
  done
  wait $a
  first=$?
  wait $b
  second=$?
  if [[ $first -eq 75 && $second -eq 75 ]]; then # one after the other
    grep -q "continues from" a.out b.out || fail "both started"
  else
    [[ "$first $second" == "73 75" || "$first $second" == "75 73" ]] || { cat a.out b.out; fail "$first and $second"; }
    grep -q "in use by process" a.out b.out || { cat a.out b.out; fail "who holds it is not said"; }
  fi
  tried=$((tried + 1))
done

# What a killed job leaves is no lock.
"$ISOTHERM" run long.yaml --out stale >first.out 2>&1 &
first=$!
until_there 20 'stale/checkpoints/step-*.bin'
kill -KILL $first
wait $first 2>/dev/null
grep -q process stale/lock || fail "the lock names nobody"
expect 75 on 2 run long.yaml --out stale --steps 1
says "continues from"

# A folder that is taken away, renamed or given to another run while its run is under way: that run ends and says
# why, nothing comes back, and what another run has there stays as it is.
sed 's/flux: 100/flux: 200/' long.yaml >changed.yaml
lose() { # lose RANKS COMMAND...: runs COMMAND while a run has its folder
  rm -rf lost moved
  "$MPIEXEC" -n "$1" "$ISOTHERM" run long.yaml --out lost "${setting[@]}" >first.out 2>&1 &
  first=$!
  until_there 20 'lost/status.json'
  "${@:2}"
}
ends_lost() {
  timeout 20 tail --pid=$first -f /dev/null || fail "the run does not notice that its folder is gone"
  wait $first
  [[ $? -eq 74 ]] || { cat first.out; fail "the run without a folder did not end with 74"; }
  grep -q "is this run's no more" first.out || { cat first.out; fail "it is not said why the run ended"; }
  tried=$((tried + 1))
}
# The run may write into a subfolder that is just being emptied, before it knows: then there is more to remove.
remove_lost() { rm -rf lost 2>/dev/null || rm -rf lost; }
for setting in "--set checkpoint.every=400" "--set checkpoint.every=never" "--set output.snapshots.every=50"; do
  read -ra setting <<<"$setting"
  lose 2 remove_lost
  ends_lost
  [[ ! -e lost ]] || { find lost; fail "the folder came back"; }
  lose 1 mv lost moved
  expect 75 "$ISOTHERM" run changed.yaml --out lost --steps 500
  before=$(find lost -type f -exec sha256sum {} + | sort)
  ends_lost
  [[ $(find lost -type f -exec sha256sum {} + | sort) == "$before" ]] || fail "the other run's files have changed"
  expect 75 "$ISOTHERM" run changed.yaml --out lost --steps 1
  says "continues from"
done

touch file
expect 73 "$ISOTHERM" run long.yaml --out file/folder
says "file/folder"
expect 73 "$ISOTHERM" run long.yaml --out "$(printf 'x%.0s' {1..300})"
says "File name too long"
echo "promise | one folder, one job; stale locks are recognised | $((tried + 2)) | $((tried + 2))"
