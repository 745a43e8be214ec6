#!/bin/bash
# One run folder, one run at a time; a folder that cannot be made.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
endless_case >long.yaml

"$ISOTHERM" run long.yaml --out folder >first.out 2>&1 &
first=$!
until_there 20 'folder/checkpoints/step-*.bin'
expect 73 "$ISOTHERM" run long.yaml --out folder
says "in use"
expect 73 on 2 run long.yaml --out folder --fresh
kill -0 $first 2>/dev/null || fail "the first run was disturbed"
kill -USR2 $first
wait $first
[[ $? -eq 75 ]] || { cat first.out; fail "the first run did not stop with 75"; }
expect 75 "$ISOTHERM" run long.yaml --out folder --steps 1
says "continues from"

touch file
expect 73 "$ISOTHERM" run long.yaml --out file/folder
says "file/folder"
echo "all as designed"
