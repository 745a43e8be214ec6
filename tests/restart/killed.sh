# A run that is killed again and again, at moments that do not repeat, and started again each time, ends with the
# bits of the undisturbed run: temperatures and diagnostics. It writes checkpoints all the time, so that many of the
# kills fall into a write.
# labels: promises
# ranks: 3
# timeout: 240
set -eu
unset OMPI_MCA_odls_base_sigkill_timeout # a job ends as it does for users

cat > case.yaml <<'CASE'
title: Killed again and again
domain: {size: [1 m, 1 m], cells: [403, 397]}
materials: {steel: {conductivity: 15, density: 7900, specific_heat: 500}}
regions: [{material: steel}]
initial: {temperature: "300 + 10*x*y"}
boundaries: {left: {temperature: 400}, right: {convection: {coefficient: 50, ambient: 280}}, bottom: {insulated: true}, top: {flux: 100}}
time: {end: 60 s, step: 0.1 s}
output: {diagnostics: {every: 10 steps}, snapshots: {every: 60 steps}}
checkpoint: {every: 4 steps}
CASE

fingerprint() { sed -n 's/.*"temperature_sha256": "\(.*\)".*/\1/p' "$1/summary.json"; }
"$MPIEXEC" -n 2 "$ISOTHERM" run case.yaml --out undisturbed --set checkpoint.every=never > /dev/null

kills=0
for format in hdf5 mpiio; do
  for attempt in $(seq 1 5); do
    ranks=$((attempt % 3 + 1))
    "$MPIEXEC" -n $ranks "$ISOTHERM" run case.yaml --out $format --set checkpoint.format=$format > out.txt 2>&1 &
    job=$!
    sleep "0.$((RANDOM % 60 + 30))"
    victim=$(pgrep -n -f -- "run case.yaml --out $format --set" || true)
    if [ -n "$victim" ] && kill -KILL "$victim" 2>/dev/null; then kills=$((kills + 1)); fi
    code=0
    wait $job || code=$?
    if [ $code -eq 0 ]; then break; fi
    if [ $code -ne 137 ]; then echo "exit code $code"; cat out.txt; exit 1; fi
  done
  "$MPIEXEC" -n 2 "$ISOTHERM" run case.yaml --out $format --set checkpoint.format=$format > out.txt 2>&1 \
    || { cat out.txt; exit 1; }
  [ "$(fingerprint $format)" = "$(fingerprint undisturbed)" ] || { echo "$format: other temperatures"; exit 1; }
  cmp undisturbed/diagnostics.csv $format/diagnostics.csv
  for snapshot in undisturbed/snapshots/*.nc; do test -s "$format/snapshots/$(basename "$snapshot")"; done
  if [ "$(ls $format/checkpoints | grep -c part)" -ne 0 ]; then echo "$format: a temporary file was left"; exit 1; fi
done
echo "promise | killed between steps and in writes, 1 to 3 ranks | $kills | $kills"
