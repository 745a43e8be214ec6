#!/bin/bash
# Grids that fit into no memory are refused with the bytes that they need, before anything is written.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
for ranks in 1 2; do
  for command in check run; do
    expect 65 timeout 20 "$MPIEXEC" -n $ranks "$ISOTHERM" $command small.yaml --set 'domain.cells=[4000000, 2000000]' \
      --set time.step=auto
    says "128000000000000 bytes" "128 TB" "4000000 x 2000000 cells"
  done
  [[ ! -e small.run ]] || fail "something was written"
done
expect 0 "$ISOTHERM" plan small.yaml --set 'domain.cells=[4000000, 2000000]' --set time.step=auto
