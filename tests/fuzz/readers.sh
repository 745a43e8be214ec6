#!/bin/bash
# Random cases and expressions, under libFuzzer and the address and undefined behaviour sanitizers: nothing crashes,
# hangs or takes a GiB. ISOTHERM_FUZZ_SECONDS for each (30).
# labels: promises
# ranks: 2
# timeout: 1500
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
command -v clang++ >/dev/null || { echo "skipped: there is no clang++"; exit 77; }
seconds=${ISOTHERM_FUZZ_SECONDS:-30}
folder=$ISOTHERM_BUILD/fuzz
launcher=()
command -v ccache >/dev/null && launcher=(-D CMAKE_CXX_COMPILER_LAUNCHER=ccache)
(cd "$ISOTHERM_SOURCE" && cmake --preset fuzz -B "$folder" "${launcher[@]}") >configure.log 2>&1 ||
  { tail -20 configure.log; fail "cannot configure"; }
cmake --build "$folder" -j 2 --target fuzz_case fuzz_expression >build.log 2>&1 || { tail -40 build.log; fail "cannot build"; }

# The words of a case: those of its schema.
"$ISOTHERM" schema | grep -o '"[A-Za-z_-]\+"' | sort -u >case.dict
cp "$ISOTHERM_SOURCE/tests/fuzz/expression.dict" .

# UDUNITS loses its copy of the last word of a unit that it cannot parse; isotherm copies no text this way.
echo "leak:strdup" >leaks
export LSAN_OPTIONS=suppressions=$PWD/leaks:print_suppressions=0

fuzz() { # fuzz NAME OPTION...
  local name=$1
  shift
  "$folder/tests/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -print_final_stats=1 \
    -artifact_prefix="$PWD/$name-" -dict="$name.dict" "$@" \
    "$name" "$ISOTHERM_SOURCE/tests/fuzz/seeds/$name" >"$name.log" 2>&1
}
mkdir case expression
cp "$ISOTHERM_SOURCE"/configs/*.yaml case
fuzz case -max_len=4096 &
first=$!
fuzz expression -max_len=256
second=$?
wait $first
first=$?
status=0
declare -A words=([case]="a case" [expression]="an expression")
for name in case expression; do
  result=$first
  [[ $name == expression ]] && result=$second
  inputs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$name.log")
  if [[ $result -ne 0 ]]; then
    tail -60 "$name.log" | cut -c1-300
    echo "the input that failed: $(base64 -w 0 "$name"-* 2>/dev/null | head -c 6000)"
    status=1
  fi
  echo "promise | any text as ${words[$name]}: no crash, no hang | ${inputs:-0} | $((${inputs:-0} - (result != 0)))"
done
exit $status
