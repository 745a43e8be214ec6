#!/bin/bash
# To go on takes hardly more memory than to start: what started within a limit is not ended by it at each start after.
# ranks: 1
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
export OMPI_MCA_ess_singleton_isolated=1
[[ -n ${ASAN_OPTIONS-} ]] && { echo "skipped: the sanitizers keep what was freed"; exit 77; }
cells=$((4096 * 4096))
cat >large.yaml <<'YAML'
domain: {size: [2, 2], cells: [4096, 4096]}
materials: {a: {conductivity: 1, density: 1, specific_heat: 1}}
regions: [{material: a}]
initial: {temperature: 300}
boundaries: {left: {temperature: 310}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}}
time: {method: forward-euler, end: 1, step: 1e-8}
checkpoint: {every: never}
YAML
peak() { value "$1" peak_rss_bytes | tr -d '[]'; }
for format in hdf5 mpiio; do
  line=("$ISOTHERM" run large.yaml --out $format --set checkpoint.format=$format --steps 2)
  expect 75 "${line[@]}"
  started=$(peak $format)
  expect 75 "${line[@]}"
  says "continues from"
  more=$(($(peak $format) - started))
  echo "$format: $started bytes, $more more to go on"
  ((more < 3 * cells)) || fail "$format: to go on takes $more bytes more, $((more / cells)) per cell"
done
