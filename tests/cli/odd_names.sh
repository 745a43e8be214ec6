#!/bin/bash
# Folders and files with names that shells, file systems or MPI-IO like less: blanks, colons, letters beyond ASCII.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
name='run 10:30, "Größe"'
small_case >"$name.yaml"
expect 0 "$ISOTHERM" run "$name.yaml" --out plain
for format in hdf5 mpiio; do
  line=(run "$name.yaml" --out "$PWD/$format/$name" --set "checkpoint.format=$format" --set output.snapshots.every=0.2s)
  expect 75 on 2 "${line[@]}" --steps 150
  expect 0 on 2 "${line[@]}"
  says "continues from" "done at step 400"
  same_run plain "$format/$name"
done
expect 0 "$ISOTHERM" run "$name.yaml"
[[ -s $name.run/summary.json ]] || fail "the default folder"
echo "all as designed"
