#!/bin/bash
# Snapshots, tables, status and log on a full disk: the run ends with 74 and says why, or leaves them out and says so,
# as the case chooses; and the last good checkpoint stands either way.
# labels: faults
# ranks: 2
# timeout: 200
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
disk=$PWD/disk
mkdir "$disk"
mount -t tmpfs -o size=4m tmpfs "$disk" 2>/dev/null || { echo "skipped: only root mounts a small file system"; exit 77; }
trap 'umount "$disk" folder/snapshots folder/diagnostics.csv 2>/dev/null' EXIT
small_case | sed 's/^output:.*/output: {diagnostics: {every: 1}, snapshots: {every: 20}, probes: {hot: [45 mm, 15 mm]}}/' >small.yaml
expect 0 on 1 run small.yaml --out whole
tried=0
for ranks in 1 2; do
  for what in snapshots tables; do
    # The disk fills up while the run writes: at the folder of snapshots alone, or wherever a table grows.
    rm -rf "$disk"/* folder
    expect 75 on $ranks run small.yaml --out "$disk/run" --steps 40
    dd if=/dev/zero of="$disk/filler" bs=4k >/dev/null 2>&1
    if [[ $what == snapshots ]]; then
      more=(--set output.diagnostics.every=never)
    else
      more=(--set output.snapshots.every=never --set output.diagnostics.every=1)
    fi
    # A little is left, for the small files that a start replaces, not for what the run adds.
    truncate -s -$((20 * 1024)) "$disk/filler"
    begin=$SECONDS
    expect 74 timeout 30 "$MPIEXEC" -n $ranks "$ISOTHERM" run small.yaml --out "$disk/run" "${more[@]}"
    says "No space left on device"
    ((SECONDS - begin <= 10)) || fail "it took $((SECONDS - begin)) s"
    "$ISOTHERM" info "$disk/run" >info.txt || { cat info.txt; fail "the last checkpoint is damaged"; }
    grep -q verified info.txt || fail "no checkpoint was left"
    rm "$disk/filler"
    expect 0 on 2 run small.yaml --out "$disk/run"
    says "continues from"
    [[ $(fingerprint "$disk/run") == $(fingerprint whole) ]] || fail "other bits"
    tried=$((tried + 1))

    # Left out by choice: what the tables cannot hold is missing, the temperature is right.
    rm -rf "$disk"/*
    expect 75 on $ranks run small.yaml --out folder --steps 40 --set output.on_error=skip
    if [[ $what == snapshots ]]; then
      rm -rf folder/snapshots/*
      mount -t tmpfs -o size=4k tmpfs folder/snapshots
    else
      cp folder/diagnostics.csv "$disk/"
      rm folder/diagnostics.csv
      touch "$disk/diagnostics.csv"
      mount --bind "$disk/diagnostics.csv" "$(touch folder/diagnostics.csv; realpath folder/diagnostics.csv)"
    fi
    dd if=/dev/zero of="$disk/filler" bs=4k >/dev/null 2>&1
    expect 0 timeout 60 "$MPIEXEC" -n $ranks "$ISOTHERM" run small.yaml --out folder --set output.on_error=skip "${more[@]}"
    [[ $what == snapshots ]] && says "an output of step" "left out" "No space left on device"
    [[ $what == tables ]] && says "rows of tables are left out" "No space left on device"
    [[ $(fingerprint folder) == $(fingerprint whole) ]] || fail "other bits"
    if [[ $what == tables ]]; then umount folder/diagnostics.csv; else umount folder/snapshots; fi
    tried=$((tried + 1))
  done
done
echo "promise | full disk for snapshots and tables: reported; stops or skips | $tried | $tried"
