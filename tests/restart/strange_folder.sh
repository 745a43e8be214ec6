#!/bin/bash
# Run folders as a disk, a server or a careless user may leave them: checkpoints of another case, some that cannot be
# read now, damaged ones and tables, pipes and folders in their places. Nothing sound is removed, nothing wrong used.
# labels: promises
# ranks: 2
# timeout: 240
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
sed 's/300 + 20/300 + 21/' small.yaml >other.yaml
expect 0 on 1 run small.yaml --out whole
export ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 # who is traced cannot look for them
tried=0

ends_well() { # ends_well FOLDER TEXT...: the run goes on to its end, says so, and has the right bits
  local folder=$1
  shift
  expect 0 on 1 run small.yaml --out "$folder"
  says "$@"
  same_run whole "$folder"
  tried=$((tried + 1))
}

begin() { # begin FOLDER STEPS [ARGUMENT...]: as far as that, with a checkpoint every 50 steps
  rm -rf "$1"
  expect 75 on 1 run small.yaml --out "$1" --steps "$2" --set checkpoint.every=50 "${@:3}"
}

# `--fresh` on the folder of another case, killed when the case was gone and checkpoints were not.
for call in 3 5 12; do
  rm -rf run
  expect 0 on 1 run other.yaml --out run --set checkpoint.every=50 --set checkpoint.keep=4
  strace -qq -o trace -e trace=unlink -e inject=unlink:signal=KILL:when=$call "$ISOTHERM" run small.yaml --out run \
    --fresh >/dev/null 2>&1
  [[ ! -e run/case.yaml ]] || fail "unlink $call came too early to try anything"
  ends_well run
done

# A checkpoint of another case, or of other cells, among ours.
for change in materials.steel.conductivity=14 time.method=rkl2 'domain.cells=[32, 16]'; do
  rm -rf foreign
  expect 75 on 1 run small.yaml --out foreign --steps 200 --set "$change"
  begin run 50
  cp foreign/checkpoints/step-*.h5 run/checkpoints/
  ends_well run "is of a different case" "continues from" "step 50"
done

# A checkpoint under the name of another step.
begin run 100
mv run/checkpoints/step-000000100.h5 run/checkpoints/step-000000150.h5
ends_well run "passed over" "step 50"

# A field whose description is gone: what a kill leaves that comes while a checkpoint is being removed.
begin run 100 --set checkpoint.format=mpiio
rm run/checkpoints/step-000000050.json
ends_well run "step 100"
[[ ! -e run/checkpoints/step-000000050.bin ]] || fail "$(ls run/checkpoints)"

# Checkpoints that cannot be read for a moment, and for longer.
files=(-P "$PWD/run/checkpoints/step-000000100.h5" -P "$PWD/run/checkpoints/step-000000150.h5")
for error in EIO ESTALE EMFILE EACCES; do
  begin run 150
  traced=(strace -qq -o trace -e trace=openat "${files[@]}" -e "inject=openat:error=$error")
  expect 74 "${traced[@]}:when=1+" "$ISOTHERM" run "$PWD/small.yaml" --out "$PWD/run"
  says "nothing is changed"
  expect 75 "${traced[@]}:when=1" "$ISOTHERM" run "$PWD/small.yaml" --out "$PWD/run" --steps 50
  says "continues from" "step 150"
  ends_well run "step 200"
done
begin run 150
expect 75 strace -qq -o trace -e trace=openat -P "$PWD/run/checkpoints/step-000000150.h5" \
  -e inject=openat:error=EIO:when=1+ "$ISOTHERM" run "$PWD/small.yaml" --out "$PWD/run" --steps 20
says "continues from" "step 100"
[[ -e run/checkpoints/step-000000150.h5.failed ]] || fail "what could not be read is gone: $(ls run/checkpoints)"

# A damaged checkpoint is set aside: it is not counted as one that is kept.
begin run 100
printf '\377' | dd of=run/checkpoints/step-000000100.h5 bs=1 seek=15000 conv=notrunc status=none
expect 75 on 1 run small.yaml --out run --steps 75 --set checkpoint.every=never
says "checkpoint passed over" "step 50"
[[ -e run/checkpoints/step-000000050.h5 && -e run/checkpoints/step-000000100.h5.failed ]] ||
  fail "$(ls run/checkpoints)"
ends_well run "step 125"

# Pipes and folders where files should be.
for name in checkpoints/step-000000400.h5 checkpoints/step-000000400.json checkpoints/starting; do
  begin run 50
  mkfifo "run/$name"
  expect 0 timeout 20 "$ISOTHERM" info run
  if [[ $name == *starting ]]; then
    expect 74 timeout 20 "$ISOTHERM" run small.yaml --out run
    says "not a regular file"
    rm "run/$name"
  fi
  ends_well run "step 50"
done
begin run 50
mkdir run/checkpoints/step-000000100.h5
ends_well run "step 50"

# A summary that no run writes.
begin run 50
echo '{"status": 5}' >run/summary.json
ends_well run "step 50"

# A table that lost its middle is said to have.
begin run 350
sed -i '5s/^./x/' run/diagnostics.csv
expect 0 on 1 run small.yaml --out run
says "diagnostics.csv' is damaged"
begin run 350
rm run/diagnostics.csv
expect 0 on 1 run small.yaml --out run
says "diagnostics.csv' is gone"
tried=$((tried + 2))

# The disk is full before the run begins: not an answer about the folder, which one without permission gets.
for fault in "mkdir ENOSPC 74 run" "mkdir EACCES 73 run" "pwrite64 EDQUOT 74 run/lock" "openat ENOSPC 74 run/lock"; do
  read -r call error status path <<<"$fault"
  rm -rf run
  expect "$status" strace -qq -o trace -e "trace=$call" -P "$PWD/$path" -e "inject=$call:error=$error" \
    "$ISOTHERM" run "$PWD/small.yaml" --out "$PWD/run"
  ends_well run "step"
done

# Who reads what is printed has gone.
rm -rf run
("$ISOTHERM" run small.yaml --out run; echo $? >status) 2>&1 | head -n 1 >/dev/null
[[ $(cat status) == 0 ]] || fail "ended with $(cat status) when nobody read what it printed"
same_run whole run
tried=$((tried + 1))
echo "promise | strange run folders: nothing sound removed, nothing wrong used | $tried | $tried"
