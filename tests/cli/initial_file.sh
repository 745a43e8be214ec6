#!/bin/bash
# initial.file is relative to the folder of the case, whatever folder the program is started in; a run folder's
# case.yaml finds it from anywhere. check says when it is missing. A checkpoint may have been copied under another name.
# ranks: 2
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
mkdir project elsewhere studies
small_case >project/small.yaml
expect 75 on 2 run project/small.yaml --out project/first --steps 100
sed 's|^initial:.*|initial: {file: first/checkpoints/step-000000100.h5}|' project/small.yaml >project/second.yaml

expect 0 on 2 check project/second.yaml
expect 0 on 2 run project/second.yaml --out second
grep -q "file: *\"*$PWD/project/first/checkpoints/step-000000100.h5" second/case.yaml || fail "$(grep -A2 initial second/case.yaml)"
(cd elsewhere && expect 0 on 1 rerun ../second --verify && says "the same bits") || exit 1
expect 75 on 1 run project/second.yaml --out parts --steps 100
(cd elsewhere && expect 0 on 2 run ../project/second.yaml --out ../parts && says "continues from") || exit 1
same_run second parts

# Another temperature under the same name is another case, and so is one that comes from it; a file that has served may go.
first=project/first/checkpoints/step-000000100.h5
cp $first kept.h5
expect 0 on 2 run project/second.yaml --out second && says "already done"
expect 75 on 2 run project/small.yaml --out warmer --steps 100 --set initial.temperature=310
cp warmer/checkpoints/step-000000100.h5 $first
expect 65 on 2 run project/second.yaml --out second && says "initial.checksum: was"
expect 65 on 2 rerun second --verify && says "the file has changed"
rm $first
expect 0 on 2 run project/second.yaml --out second && says "already done"
expect 0 on 1 picture second
mv kept.h5 $first

printf 'base: ../project/second.yaml\nvary: {time.end: [0.1 s, 0.2 s]}\n' >studies/study.yaml
expect 0 on 2 study studies/study.yaml --out studied
[[ $(grep -c done studied/results.csv) -eq 2 ]] || fail "$(cat studied/results.csv)"

# A checkpoint that was copied under another name is itself, also beside another one of the name it had.
step=checkpoints/step-000000100
expect 75 on 2 run project/small.yaml --out stranger --steps 100 --set initial.temperature=280
mkdir copies
cp project/first/$step.h5 copies/kept.h5
cp stranger/$step.h5 copies
expect 0 "$ISOTHERM" compare copies/kept.h5 project/first/$step.h5
expect 1 "$ISOTHERM" compare copies/kept.h5 stranger/$step.h5
for file in project/first/$step copies/kept; do
  expect 0 "$ISOTHERM" info $file.h5
  says "verified: all"
  grep temperature out >${file##*/}.range
  expect 0 on 2 picture $file.h5 -o ${file##*/}.png
done
cmp kept.range step-000000100.range || fail "info shows another file than it is given"
cmp kept.png step-000000100.png || fail "another file is drawn than the one given"
expect 0 on 2 run project/second.yaml --out copied --set initial.file="$PWD/copies/kept.h5"
same_run copied second
expect 0 on 1 run project/small.yaml --out whole
expect 0 on 2 run project/small.yaml --out restarted --restart copies/kept.h5
[[ $(fingerprint whole) == "$(fingerprint restarted)" ]] || fail "--restart reads another file than it is given"

# Raw fields lie beside their description under the names that they were written with; a stranger's are refused.
raw=(--set checkpoint.format=mpiio --steps 100)
expect 75 on 2 run project/small.yaml --out raw "${raw[@]}"
expect 75 on 2 run project/small.yaml --out stranger_raw "${raw[@]}" --set initial.temperature=280
cp raw/$step.json copies/kept.json
expect 66 on 1 run project/second.yaml --out other --set initial.file="$PWD/copies/kept.json"
says "copies/step-000000100.bin': No such file"
cp raw/$step.bin copies
expect 0 "$ISOTHERM" info copies/kept.json
expect 1 "$ISOTHERM" compare copies/kept.json copies/kept.h5
says "setting checkpoint.format" "temperature: the same in all cells"
cp stranger_raw/$step.bin copies
for look in info picture; do
  expect 74 "$ISOTHERM" $look copies/kept.json
  says "step-000000100.bin' is damaged, or of another checkpoint than the description beside it"
done

# A file of another domain is refused at the key that names it, before a folder is made; a rounding is none.
expect 75 on 2 run project/small.yaml --out project/snapped --steps 100 --set 'output.snapshots.every=100 steps'
for file in first/$step.h5 snapped/snapshots/step-000000100.nc; do
  for other in 'domain.size=[65 mm, 32 mm]' 'domain.origin=[0, -1 mm]' domain.grading.y.ratio=1.001 \
    'domain.cells=[64, 30]' units.temperature=degC; do
    expect 65 on 2 run project/second.yaml --out other --set initial.file=$file --set "$other"
    says "error: initial.file" "$file' has " "; the case has " "take a file of the same domain and unit"
    [[ ! -e other ]] || fail "a refused case leaves a folder"
  done
done
says "has unit K; the case has degC"
expect 65 on 1 run project/second.yaml --out other --set 'domain.size=[65 mm, 32 mm]'
says "project/second.yaml:9:" "has domain.size.0 0.064; the case has 0.065"
snapped=(--set initial.file=snapped/snapshots/step-000000100.nc)
expect 65 on 1 run project/second.yaml --out other "${snapped[@]}" --set 'domain.origin=[0, -1 mm]'
says "has the centre of row 0 at 0.0005 m; the case has it at -0.0005 m"
expect 75 on 2 run project/second.yaml --out rounded "${snapped[@]}" --set 'domain.size=[64.0000001 mm, 32 mm]' --steps 1

mv project/first moved
expect 66 on 2 check project/second.yaml
says "initial.file: there is no file '$PWD/project/first/checkpoints/step-000000100.h5'"
expect 66 on 1 run project/second.yaml --out other
says "initial.file: "
expect 0 on 1 run project/second.yaml --out second
says "already done"
