#!/bin/bash
# A study that is killed again and again (kill -9 of a rank, or of all processes), each time started again, on other
# numbers of ranks: no finished case is run again, none is lost, half-done ones go on from their checkpoints, and
# the table of results is that of a study that nobody disturbed.
# ranks: 3
# timeout: 240
set -euo pipefail
unset OMPI_MCA_odls_base_sigkill_timeout # a job ends as it does for users
kills=${ISOTHERM_KILLS:-6}
values=${ISOTHERM_VALUES:-6} # enough work for so many kills

cat >base.yaml <<'CASE'
domain: {size: [1 m, 1 m], cells: [203, 197]}
materials: {steel: {conductivity: 15, density: 7900, specific_heat: 500}}
regions: [{material: steel}]
initial: {temperature: "300 + 10*x*y"}
boundaries: {left: {temperature: 400}, right: {convection: {coefficient: 50, ambient: 280}}, bottom: {insulated: true}, top: {flux: "100*sin(t)"}}
time: {end: 1500 s, step: 0.1 s, method: forward-euler}
output: {diagnostics: {every: 500 steps}, probes: {middle: [0.5, 0.5]}}
checkpoint: {every: 0.1 s wall}
CASE
cat >study.yaml <<STUDY
base: base.yaml
vary: {boundaries.left.temperature: {linspace: [310, 500, $values]}, time.end: [400 s, 2500 s], materials.steel.density: [7900, -1]}
collect: [probes.middle, diagnostics.heat]
STUDY

# The inode of each record: a record that is written again has another one.
records() { if [ -d "$1/cases" ]; then find "$1/cases" -name result.json -printf '%P %i\n' | sort; fi; }

killed=0
patience=${ASAN_OPTIONS:+4} # seconds more before a kill, where machines or sanitizers are slow
finished=
: >before.txt
until [ -n "$finished" ] || { [ "$killed" -ge "$kills" ] && [ -s before.txt ]; } || [ "$killed" -ge $((kills + 9)) ]; do
  "$MPIEXEC" -n $((killed % 3 + 1)) "$ISOTHERM" study study.yaml --out disturbed >out.txt 2>&1 &
  job=$!
  sleep "$(printf "%d.%02d" $((RANDOM % 2 + patience)) $((RANDOM % 70 + 30)))"
  mapfile -t ranks < <(pgrep -P $job)
  if [ $((killed % 2)) -eq 0 ]; then ranks+=("$job"); else ranks=("${ranks[@]:0:1}"); fi # all, or one rank
  if [ ${#ranks[@]} -gt 0 ]; then kill -KILL "${ranks[@]}" 2>/dev/null || true; fi
  code=0
  wait $job || code=$?
  if [ $code -eq 0 ]; then finished=yes; else killed=$((killed + 1)); fi
  records disturbed >after.txt
  if [ "$(comm -23 before.txt after.txt | wc -l)" -ne 0 ]; then
    echo "FAILED: a finished case was run again"
    diff before.txt after.txt
    exit 1
  fi
  if cmp -s before.txt after.txt; then patience=$((patience + 1)); fi
  mv after.txt before.txt
done
survived=$(wc -l <before.txt)
[ "$survived" -ge 1 ] || { echo "FAILED: no case ended between kills"; exit 1; }
"$MPIEXEC" -n 2 "$ISOTHERM" study study.yaml --out disturbed >out.txt 2>&1 || { cat out.txt; exit 1; }
records disturbed >after.txt
[ "$(comm -23 before.txt after.txt | wc -l)" -eq 0 ] || { echo "FAILED: a finished case was run again"; exit 1; }
continued=$(cat disturbed/cases/*/run.log | grep -c 'continues from' || true)
[ "$continued" -ge 1 ] || { echo "FAILED: no case went on from a checkpoint"; exit 1; }

"$MPIEXEC" -n 2 "$ISOTHERM" study study.yaml --out undisturbed >out.txt 2>&1 || { cat out.txt; exit 1; }
cmp undisturbed/results.csv disturbed/results.csv
[ "$(grep -c ',done,' disturbed/results.csv)" -eq $((2 * values)) ]
for folder in undisturbed/cases/*; do
  if [ -e "$folder/diagnostics.csv" ]; then cmp "$folder/diagnostics.csv" "disturbed/cases/${folder##*/}/diagnostics.csv"; fi
done
echo "$killed kills; $survived records stood then, none was written again; $continued cases went on from a checkpoint"
