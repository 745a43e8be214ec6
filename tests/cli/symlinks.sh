#!/bin/bash
# No symbolic link in a run folder is followed when writing: what it points to stays as it was, and the run goes on
# without it or says why it cannot.
# labels: faults
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case | sed 's/^output:.*/output: {diagnostics: {every: 50}, snapshots: {every: 100}, probes: {hot: [45 mm, 15 mm]}}/' >small.yaml
expect 0 "$ISOTHERM" run small.yaml --out whole
tried=0
unharmed() { # unharmed WHAT
  [[ $(cat outside/file) == precious && $(ls outside) == file ]] || { cat out; fail "$1 was followed: $(ls -l outside)"; }
}
run() { # on 2 ranks now and then
  if ((tried % 5 == 4)); then on 2 "$@"; else OMPI_MCA_ess_singleton_isolated=1 "$ISOTHERM" "$@"; fi
}
for name in case.yaml run.log status.json status.json.part summary.json summary.json.part diagnostics.csv probes.csv \
  lock checkpoints/starting.part checkpoints/step-000000200.h5.part checkpoints/step-000000200.h5 \
  checkpoints/step-000000200.json.part checkpoints/step-000000200.bin.part \
  snapshots/step-000000200.nc.part snapshots/step-000000200.nc snapshots/snapshots.xdmf.part roll-call \
  checkpoints snapshots; do
  rm -rf run outside
  mkdir outside
  echo precious >outside/file
  format=hdf5
  [[ $name == *.json.part || $name == *.bin.part ]] && format=mpiio
  line=(run small.yaml --out run --set checkpoint.every=50 --set "checkpoint.format=$format")
  expect 75 run "${line[@]}" --steps 100
  if [[ -d run/$name ]]; then
    rm -r "run/$name"
    ln -s "$PWD/outside" "run/$name"
  else
    ln -sf "$PWD/outside/file" "run/$name"
  fi
  status=0
  run "${line[@]}" >out 2>&1 || status=$?
  unharmed "$name"
  case $status in
    0) [[ $(fingerprint run) == "$(fingerprint whole)" ]] || fail "$name: other bits" ;;
    65 | 73 | 74)
      [[ $name == case.yaml ]] || says "$(basename "$name")"
      unlink "run/$name" 2>/dev/null
      expect 0 run "${line[@]}"
      [[ $(fingerprint run) == "$(fingerprint whole)" ]] || fail "$name: other bits"
      ;;
    *) cat out; fail "$name as a link: ended with $status" ;;
  esac
  tried=$((tried + 1))
done
echo "promise | no symbolic link is followed when writing | $tried | $tried"
