#!/bin/bash
# NAFEMS T3 as a user runs it: the program prints the benchmark's answer.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
expect 0 on 2 run "$ISOTHERM_SOURCE/configs/nafems_t3.yaml"
answer=$(grep -o 'T(x80mm) = [0-9.]* degC at t = 32 s' out | head -1 | cut -d' ' -f3)
[[ -n $answer ]] || { cat out; fail "the answer is not printed"; }
"$PYTHON" -c "import sys; sys.exit(abs($answer - 36.6031) > 0.04)" || fail "T(0.08 m, 32 s) = $answer"
echo "T(0.08 m, 32 s) = $answer degC"
