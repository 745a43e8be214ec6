#!/bin/bash
# Memory that is not to be had: the advice instead of an internal error, and in a study another try by the next start.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
[[ -z ${ASAN_OPTIONS:-} ]] || exit 0 # a sanitizer's shadow fits into no limit
small_case >small.yaml
limited() { bash -c 'ulimit -v 1200000; exec "$@"' _ "$@"; }
large=(--set 'domain.cells=[12000, 12000]' --set time.step=auto)
for ranks in 1 2; do
  expect 65 limited timeout 60 "$MPIEXEC" -n $ranks "$ISOTHERM" run small.yaml "${large[@]}"
  says "out of memory: use more ranks or fewer cells"
done

# The other case is computed; the large one is not given up.
sed 's/step: 2 ms/step: auto/' small.yaml >base.yaml
printf 'base: base.yaml\nvary: {domain.cells: [[12000, 12000], [64, 32]]}\n' >study.yaml
for left in 2 1; do
  expect 0 limited "$ISOTHERM" study study.yaml
  says "2 cases, $left to do" "out of memory: use more ranks or fewer cells" "1 are done, 1 failed" \
    "the next start tries again"
done
echo "all good"
