#!/bin/bash
# Run folders as a disk, a server or a careless user may leave them: checkpoints of another case, some that cannot be
# read now, damaged ones and tables, pipes and folders in their places. Nothing sound is removed, nothing wrong used.
# labels: promises
# ranks: 2
# timeout: 300
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
sed 's/300 + 20/300 + 21/' small.yaml >other.yaml
expect 0 on 1 run small.yaml --out whole
export ASAN_OPTIONS=${ASAN_OPTIONS-}:detect_leaks=0 # who is traced cannot look for them
tried=0
setting=() # what is set in every run that ends_well starts

ends_well() { # ends_well FOLDER TEXT...: the run goes on to its end, says so, and has the right bits
  local folder=$1
  shift
  expect 0 on 1 run small.yaml --out "$folder" "${setting[@]}"
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

# A case that is damaged says which file it is; without it the checkpoints go on.
begin run 50
head -c 100 run/case.yaml >part && printf '\n[}' >>part && mv part run/case.yaml
expect 74 on 1 run small.yaml --out run
says "'run/case.yaml' is damaged" "Remove it"
rm run/case.yaml
ends_well run "step 50"

# Snapshots whose list is gone, empty, or cut off anywhere are listed again; one that is damaged is named.
setting=(--set output.snapshots.every=50)
list=run/snapshots/snapshots.xdmf
expect 0 on 1 run small.yaml --out listed "${setting[@]}"
begin run 250 "${setting[@]}"
cp $list whole.xdmf
for kept in none 0 1400 "$(($(wc -c <whole.xdmf) - 30))"; do
  begin run 250 "${setting[@]}"
  if [[ $kept == none ]]; then rm $list; else truncate -s "$kept" $list; fi
  ends_well run "listed again"
  cmp listed/snapshots/snapshots.xdmf $list || fail "the list is not what it was ($kept)"
done
begin run 250 "${setting[@]}"
rm $list
truncate -s 1000 run/snapshots/step-000000100.nc
ends_well run "'step-000000100.nc' is not listed" "5 of 6"
setting=()

# A summary that no run writes.
begin run 50
echo '{"status": 5}' >run/summary.json
ends_well run "step 50"

# A table that lost rows, or has a damaged one, is said to have.
begin run 350
sed -i '5s/^./x/' run/diagnostics.csv
expect 0 on 1 run small.yaml --out run
says "diagnostics.csv' has 1 damaged lines"
begin run 350
rm run/diagnostics.csv
expect 0 on 1 run small.yaml --out run
says "diagnostics.csv' has lost rows"
begin run 350
sed -i '3q' run/diagnostics.csv # cut at the end of a row
expect 0 on 1 run small.yaml --out run
says "diagnostics.csv' has lost rows"
sed 's/, edge: [^}]*}/}/' small.yaml >one_probe.yaml
begin run 350
kill_at_once=(-e trace=unlink -P "$PWD/run/checkpoints/starting" -e inject=unlink:signal=KILL)
for probes in one_probe.yaml small.yaml; do # killed before its next checkpoint
  cp run/probes.csv before.csv
  strace -qq -o trace "${kill_at_once[@]}" "$ISOTHERM" run $probes --out "$PWD/run" >/dev/null 2>&1
  aside=$(grep -lx "$(head -1 before.csv)" run/probes.until-*.csv)
  cmp -n "$(($(wc -c <before.csv)))" before.csv "$aside" || fail "rows of probes are lost"
done
expect 0 on 1 run small.yaml --out run
tried=$((tried + 4))

# The disk is full before the run begins: not an answer about the folder, which one without permission gets.
for fault in "mkdir ENOSPC 74 run" "mkdir EACCES 73 run" "pwrite64 EDQUOT 74 run/lock" "openat ENOSPC 74 run/lock"; do
  read -r call error status path <<<"$fault"
  rm -rf run
  expect "$status" strace -qq -o trace -e "trace=$call" -P "$PWD/$path" -e "inject=$call:error=$error" \
    "$ISOTHERM" run "$PWD/small.yaml" --out "$PWD/run"
  ends_well run "step"
done

# One rank of two cannot read what the other can: nothing is changed.
begin run 150
before=$(ls run/checkpoints)
cat >second_cannot.sh <<'END'
#!/bin/bash
[[ $OMPI_COMM_WORLD_RANK == 1 ]] || exec "$@"
exec strace -qq -o trace.1 -e trace=openat "${files[@]}" -e inject=openat:error=EIO "$@"
END
sed -i "s|\"\${files\[@\]}\"|${files[*]}|" second_cannot.sh
chmod +x second_cannot.sh
expect 74 "$MPIEXEC" -n 2 ./second_cannot.sh "$ISOTHERM" run "$PWD/small.yaml" --out "$PWD/run"
says "nothing is changed"
[[ $(ls run/checkpoints) == "$before" ]] || fail "$(ls run/checkpoints)"
ends_well run "step 150"

# No good checkpoint at all.
begin run 100
for file in run/checkpoints/*.h5; do printf '\377' | dd of="$file" bs=1 seek=15000 conv=notrunc status=none; done
ends_well run "the run begins at its start again"

# The last checkpoint of another folder, and a kill after the last checkpoint of a steady run.
rm -rf run
expect 0 on 1 run small.yaml --out run --restart "$(ls whole/checkpoints/*.h5 | tail -n 1)"
[[ -n $(ls run/checkpoints/*.h5) ]] || fail "a run without a checkpoint"
small_case | sed -e 's/"300 + 20\*sin(t)"/300/' -e 's/^time:.*/time: {method: forward-euler, end: 10000 s}/' >steady.yaml
echo 'stop: {steady: {tolerance: 10, every: 130}}' >>steady.yaml
rm -rf run
expect 0 on 1 run steady.yaml --out run
says "steady"
steps=$(value run steps)
rm run/summary.json
expect 0 on 2 run steady.yaml --out run
says "steady"
[[ $(value run steps) == "$steps" ]] || fail "$(value run steps) steps instead of $steps"
tried=$((tried + 2))

# Files of the user in the way of a run are not replaced or removed.
rm -rf run own
expect 0 on 1 run small.yaml --out run
last=$(ls run/checkpoints/*.h5 | tail -n 1)
sed "s|^initial:.*|initial: {file: $last}|" small.yaml >from_file.yaml
expect 64 on 1 run from_file.yaml --out run --fresh
expect 64 on 1 rerun run --out ./run/../run --verify
mkdir own
(echo "# mine" && cat small.yaml) >own/case.yaml
expect 64 on 1 run own/case.yaml --out own --fresh
grep -q "# mine" own/case.yaml || fail "the user's case is gone"
expect 0 on 1 run run/case.yaml --out run --set time.end="$(value run time)" # the resolved form is the run's
same_run whole run
tried=$((tried + 4))

# Who reads what is printed has gone.
rm -rf run
("$ISOTHERM" run small.yaml --out run; echo $? >status) 2>&1 | head -n 1 >/dev/null
[[ $(cat status) == 0 ]] || fail "ended with $(cat status) when nobody read what it printed"
same_run whole run
tried=$((tried + 1))
echo "promise | strange run folders: nothing sound removed, nothing wrong used | $tried | $tried"
