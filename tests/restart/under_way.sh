#!/bin/bash
# What comes from outside comes while borders of fused steps are on their way to the next exchange: checkpoints by the
# clock, signals, a full disk, a flipped bit. The run goes on, or ends as it should, with the bits of one left alone.
# ranks: 3
# timeout: 240
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
cat >plate.yaml <<'END'
domain: {size: [1, 1], cells: [600, 600]}
materials: {a: {conductivity: 1, density: 1, specific_heat: 1}}
regions: [{material: a}]
initial: {temperature: "300 + 50*sin(7*x)*cos(5*y)"}
boundaries:
  left: {temperature: 310}
  right: {insulated: true}
  bottom: {temperature: "290 + 5*sin(900*t)"}
  top: {convection: {coefficient: 5, ambient: 280}}
time: {method: forward-euler, step: 5e-7, end: 0.004}
numerics: {time_block: 8, strip_width: 128, on_violation: roll-back}
output: {diagnostics: {every: never}}
checkpoint: {every: 0.2 s wall}
parallel: {decomposition: [1, RANKS]}
END
for ranks in 2 3; do sed "s/RANKS/$ranks/" plate.yaml >plate$ranks.yaml; done
expect 0 on 2 run plate2.yaml --out alone --set checkpoint.every=never

for ranks in 2 3; do
  # Checkpoints by the clock, and stops at any moment, until it is done.
  status=75 stops=0
  while [[ $status -eq 75 ]]; do
    rm out
    "$MPIEXEC" -n $ranks "$ISOTHERM" run plate$ranks.yaml --out stopped$ranks >out 2>&1 &
    job=$!
    until grep -qs "ranks as" out || ! kill -0 $job 2>/dev/null; do sleep 0.05; done
    sleep "${ASAN_OPTIONS:+4}.$((RANDOM % 6 + 4))"
    kill -USR2 $job 2>/dev/null
    wait $job
    status=$?
    stops=$((stops + 1))
    [[ $stops -lt 60 ]] || fail "no end after $stops starts"
  done
  [[ $status -eq 0 ]] || { cat out; fail "ended with $status after $stops starts"; }
  same_run alone stopped$ranks
  echo "$ranks ranks: $stops starts"

  # A bit at the border between ranks.
  export ISOTHERM_TEST_FLIP="3001 300 $((600 / ranks)) 62"
  expect 0 on $ranks run plate$ranks.yaml --out flipped$ranks
  says "Goes back"
  unset ISOTHERM_TEST_FLIP
  same_run alone flipped$ranks
done

disk=$PWD/disk
mkdir "$disk"
if mount -t tmpfs -o size=7m tmpfs "$disk" 2>/dev/null; then # a checkpoint takes 2.9 MB, and two are kept
  trap 'umount "$disk"' EXIT
  expect 74 timeout 20 "$MPIEXEC" -n 2 "$ISOTHERM" run plate2.yaml --out "$disk/run"
  says "No space left on device"
fi
