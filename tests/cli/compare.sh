#!/bin/bash
# compare, rerun --verify, watch --once, init.
# ranks: 2
# timeout: 300
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
expect 0 on 2 run small.yaml
expect 0 "$ISOTHERM" run small.yaml --out again.run
expect 0 "$ISOTHERM" compare small.run again.run
says "settings: the same" "diagnostics.csv: the same" "no difference that counts"

expect 0 on 2 run small.yaml --out other.run --set boundaries.bottom.flux=2001
expect 1 "$ISOTHERM" compare small.run other.run
says "setting boundaries.bottom.flux: 2000 and 2001" "diagnostics.csv: first differs at step" "cells differ, at most by" \
  "they differ"
expect 1 "$ISOTHERM" compare small.run/checkpoints/step-000000400.h5 other.run/checkpoints/step-000000400.h5
says "temperature at step 400"
sed 's/300 + 20/300 + 21/' small.yaml >b.yaml
expect 1 "$ISOTHERM" compare small.yaml b.yaml
says "setting boundaries.left.temperature"
expect 66 "$ISOTHERM" compare small.run nothing.run

expect 0 on 2 rerun small.run --verify
says "the same bits"
printf '\x01' | dd of=other.run/diagnostics.csv bs=1 seek=300 conv=notrunc status=none
expect 1 "$ISOTHERM" rerun other.run --verify
says "NOT the same bits"
expect 75 on 2 run small.yaml --out part.run --steps 100
expect 0 on 2 rerun part.run --verify --out part.again
# A run that began from a checkpoint of another folder has no rows before it.
expect 0 on 2 run small.yaml --out later.run --restart part.run/checkpoints/step-000000100.h5
expect 1 on 2 rerun later.run --verify --out later.again
says "diagnostics.csv, rows before the first of later.run, which began later: 5" "temperature: the same in 1 state"
sed -i 4d later.run/diagnostics.csv
expect 1 on 2 rerun later.run --verify --out later.again
says "rows only in later.again, which later.run lost or wrote at other intervals: 1" "NOT the same bits"
# A folder that holds no run keeps what it has.
for name in case.yaml report.html; do
  rm -rf own
  mkdir own
  echo "# mine" >own/$name
  expect 73 on 2 rerun small.run --out own
  says "'own' holds files under the names of a run, but no run"
  [[ $(ls own) == "$name" && $(cat own/$name) == "# mine" ]] || fail "own/$name was replaced: $(ls own)"
done
# Up to an earlier end steps were chosen for that end: the last one shortened, or all of them adaptive.
for step in 0.002 auto; do
  method=$([[ $step == auto ]] && echo tr-bdf2 || echo forward-euler)
  for end in 0.3005 0.5001 0.8; do
    expect 0 on 2 run small.yaml --out longer.run --set "time.end=$end" --set "time.method=$method" \
      --set "time.step=$step" --set "output.diagnostics.every=0.1 s"
  done
  says "was meant to end at t = 0.5001 s"
  expect 0 "$ISOTHERM" rerun longer.run --verify
  says "the same bits"
  rm -r longer.run
done

expect 0 "$ISOTHERM" watch small.run --once
says "small.run: done" "step 400 of 400" "max " "(dark) to"
grep -q $'\x1b' out && fail "colours where nobody looks"
[[ $(awk '{ if (length($0) > 80) print }' out | wc -l) -eq 0 ]] || fail "lines longer than 80"
before=$(find small.run -type f -printf '%p %T@\n' | sort)
expect 0 "$ISOTHERM" watch small.run
[[ $before == "$(find small.run -type f -printf '%p %T@\n' | sort)" ]] || fail "watch touched the run"
expect 66 "$ISOTHERM" watch nothing.run

expect 0 "$ISOTHERM" init
says "plate" "wall" "study"
for name in plate chip wall steady; do
  expect 0 "$ISOTHERM" init "$name"
  expect 0 on 2 check "$name.yaml"
done
expect 73 "$ISOTHERM" init plate
says "is there already"
expect 64 "$ISOTHERM" init plat
says "did you mean plate?"
expect 0 "$ISOTHERM" init study
expect 0 "$ISOTHERM" study study.yaml --list
echo "all as designed"
