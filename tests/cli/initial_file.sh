#!/bin/bash
# initial.file is relative to the folder of the case, whatever folder the program is started in; a run folder's
# case.yaml finds it from anywhere. check says when it is missing.
# ranks: 2
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
mkdir project elsewhere studies
small_case >project/small.yaml
expect 75 on 2 run project/small.yaml --out project/first --steps 100
sed 's|^initial:.*|initial: {file: first/checkpoints/step-000000100.h5}|' project/small.yaml >project/second.yaml

expect 0 on 2 check project/second.yaml
expect 0 on 2 run project/second.yaml --out second
grep -q "file: *\"*$PWD/project/first/checkpoints/step-000000100.h5" second/case.yaml || fail "$(grep -A2 initial second/case.yaml)"
(cd elsewhere && expect 0 on 1 rerun ../second --verify && says "the same bits") || exit 1
expect 75 on 1 run project/second.yaml --out parts --steps 100
(cd elsewhere && expect 0 on 2 run ../project/second.yaml --out ../parts && says "continues from") || exit 1
same_run second parts

printf 'base: ../project/second.yaml\nvary: {time.end: [0.1 s, 0.2 s]}\n' >studies/study.yaml
expect 0 on 2 study studies/study.yaml --out studied
[[ $(grep -c done studied/results.csv) -eq 2 ]] || fail "$(cat studied/results.csv)"

mv project/first moved
expect 66 on 2 check project/second.yaml
says "initial.file: there is no file '$PWD/project/first/checkpoints/step-000000100.h5'"
expect 66 on 1 run project/second.yaml --out other
says "initial.file: "
expect 0 on 1 run project/second.yaml --out second
says "already done"
