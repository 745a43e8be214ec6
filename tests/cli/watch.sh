#!/bin/bash
# A watcher ends with its run, however that ends, and shows how far it is.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
endless_case >long.yaml
watch() { timeout 20 "$ISOTHERM" watch "$@"; }
state() { "$PYTHON" -c "import json; print(json.load(open('$1/status.json'))['state'])"; }

# Killed: the process is gone, its status says nothing of it.
"$ISOTHERM" run long.yaml --out killed >run.out 2>&1 &
run=$!
until_there 20 'killed/checkpoints/step-*.bin'
expect 124 timeout 1 "$ISOTHERM" watch killed --every 0.2 # it goes on as long as the run does
says "running"
kill -KILL $run
wait $run 2>/dev/null
expect 0 watch killed
says "no longer: process $run" "is gone"

# From another host nobody can tell; the age of the status says something.
sed -i 's/"host":"[^"]*"/"host":"elsewhere"/' killed/lock
grep -q elsewhere killed/lock || fail "$(cat killed/lock)"
expect 0 watch killed --once
grep -q "no longer\|old" out && { cat out; fail "a run on another host is taken for dead"; }
touch -d "10 minutes ago" killed/status.json
expect 0 watch killed --once
says "status.json is 10 min"

# A failure of its own.
sed 's/left: {temperature: 300}/left: {temperature: "300 + (t > 1e-3 ? 1e308*1e10 : 0)"}/' long.yaml >bad.yaml
expect 76 on 2 run bad.yaml --out failed
[[ $(state failed) == failed ]] || fail "status.json says $(state failed)"
expect 0 watch failed
says "failed"

# Let go without a word: nothing holds the folder.
expect 75 on 1 run long.yaml --out left --steps 10
sed -i 's/"state": "stopped"/"state": "running"/' left/status.json
expect 0 watch left
says "no longer: its folder was let go"

# What no run writes.
for wrong in '"state": 5' '"host": []' '"step": "x"' '"time": {}' '"steps_total": "many"' '"updated": null'; do
  "$PYTHON" - "$wrong" <<'END'
import json, sys
status = json.load(open("left/status.json"))
status.update(json.loads("{" + sys.argv[1] + "}"))
json.dump(status, open("left/status.json", "w"))
END
  expect 0 watch left --once
done

# The share that is done counts from the start of the case, not from time zero.
sed 's/method: forward-euler, end: 200, step: 2e-6/method: tr-bdf2, start: 1000, end: 1100/' long.yaml >late.yaml
expect 75 on 1 run late.yaml --out late --steps 1
expect 0 watch late
grep -qE ' [0-9] %' out || { cat out; fail "more than a tenth is said to be done after one step"; }
