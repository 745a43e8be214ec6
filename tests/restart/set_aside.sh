#!/bin/bash
# A checkpoint from which two starts fail is set aside, and said so; the older one gives the right bits. The last one
# left is never set aside. A start may take its temperature from a checkpoint or a snapshot of another run.
# labels: promises
# ranks: 3
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
for format in hdf5 mpiio; do
  line=(run small.yaml --out $format --set checkpoint.format=$format)
  expect 0 on 1 run small.yaml --out whole.$format
  expect 75 on 2 "${line[@]}" --steps 100
  expect 75 on 2 "${line[@]}" --steps 100
  newest=$(basename $format/checkpoints/step-000000200.[hj]*)
  echo "2 $newest" >$format/checkpoints/starting # what two starts leave that did not come to a step
  expect 75 on 3 "${line[@]}" --steps 1
  says "two starts from" "set aside" "continues from" "step 100"
  [[ -e $format/checkpoints/$newest.failed && ! -e $format/checkpoints/$newest ]] || fail "$(ls $format/checkpoints)"
  [[ ! -e $format/checkpoints/starting ]] || fail "the start was not marked as a success"
  expect 0 on 2 "${line[@]}"
  same_run $format whole.$format
done

# A run that begins before time zero has nothing wrong with its checkpoints.
before=(run small.yaml --set time.start=-0.8s)
expect 0 on 1 "${before[@]}" --out before.whole
expect 75 on 1 "${before[@]}" --out before --steps 100
expect 0 on 2 "${before[@]}" --out before
says "continues from" "step 100"
same_run before before.whole

expect 75 on 1 run small.yaml --out one --steps 100
echo "2 step-000000100.h5" >one/checkpoints/starting
expect 0 on 1 run small.yaml --out one
says "continues from" "step 100"
same_run one whole.hdf5

# A process that ends between the mark and the first step.
expect 75 on 1 run small.yaml --out twice --steps 50
expect 75 on 1 run small.yaml --out twice --steps 50
[[ -n ${ASAN_OPTIONS-} ]] && export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 # who is traced cannot look for them
strace -f -o trace -e trace=rename "$ISOTHERM" run small.yaml --out twice --steps 1 >/dev/null 2>&1
if [[ -s trace ]]; then
  for try in 1 2; do
    strace -o /dev/null -e trace=unlink -e inject=unlink:signal=KILL:when=1+ -P "$PWD/twice/checkpoints/starting" \
      -P twice/checkpoints/starting "$ISOTHERM" run small.yaml --out twice --steps 1 >/dev/null 2>&1
  done
  grep -q "^2 " twice/checkpoints/starting || fail "the mark: $(cat twice/checkpoints/starting)"
  expect 75 on 1 run small.yaml --out twice --steps 1
  says "set aside"
fi

# Starts from files of other runs.
for ranks in 1 3; do
  expect 0 on $ranks run small.yaml --out first.$ranks --set 'output.snapshots.every=200' --fresh
  for file in snapshots/step-000000400.nc checkpoints/step-000000400.h5; do
    expect 0 on $ranks run small.yaml --out second --fresh --set "initial={file: first.$ranks/$file}"
    [[ $ranks == 1 && $file == snapshots* ]] && cp -r second reference
    same_run second reference
  done
done
expect 65 on 2 run small.yaml --out other --set 'initial={file: first.1/snapshots/step-000000400.nc}' \
  --set 'domain.cells=[32, 32]' --set time.step=auto
says "nx" "64" "32"
expect 65 on 2 run small.yaml --out other --set 'initial={file: first.1/snapshots/step-000000400.nc}' \
  --set units.temperature=degC
says "unit"
expect 65 on 2 run small.yaml --out other --set 'initial={file: first.1/checkpoints/step-000000400.h5}' \
  --set units.temperature=degC
head -c 3000 first.1/snapshots/step-000000400.nc >torn.nc
expect 66 on 2 run small.yaml --out other --set 'initial={file: torn.nc}'
echo "promise | a checkpoint whose start fails twice is set aside | 3 | 3"
