#!/bin/bash
# What check says of good and bad cases, and of a wrong command line.
# ranks: 3
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml

expect 0 on 2 check small.yaml
says "small.yaml: good" "64 x 32 cells" "400 steps of 0.002 s" "2 ranks as 1 x 2"
[[ $(ls) == $'out\nsmall.yaml' ]] || fail "check wrote something: $(ls)"

# Every mistake of a file in one pass, each with its place.
sed -e 's/conductivity: 15/conductivty: 15/' -e 's/flux: 2000/flux: warm/' small.yaml >bad.yaml
expect 65 on 2 check bad.yaml
says "bad.yaml:4:11: error" "conductivity" "bad.yaml:13:18: error" "boundaries.bottom.flux"
[[ $(grep -c 'bad.yaml:4:11: error' out) -eq 1 ]] || fail "said by more than one rank"
expect 65 "$ISOTHERM" run bad.yaml
says "bad.yaml:4:11: error"
[[ ! -e bad.run ]] || fail "a bad case made a run folder"

expect 66 "$ISOTHERM" check missing.yaml
says "missing.yaml"
expect 66 on 2 run missing.yaml
expect 66 "$ISOTHERM" check .

expect 64 "$ISOTHERM"
expect 64 "$ISOTHERM" check
expect 64 "$ISOTHERM" check small.yaml --sett a=b
expect 64 "$ISOTHERM" paint small.yaml
says "there is no command 'paint'"
expect 64 "$ISOTHERM" rnu small.yaml
says "there is no command 'rnu', did you mean run?"
expect 64 "$ISOTHERM" run small.yaml --stpes 3
says "isotherm run has no option --stpes, did you mean --steps?"
expect 64 "$ISOTHERM" --verison
says "did you mean --version?"
expect 64 "$ISOTHERM" submit small.yaml --time 5
says "is no duration"
expect 66 "$ISOTHERM" doctor nowhere
[[ ! -e nowhere ]] || fail "doctor made the folder"
expect 66 "$ISOTHERM" info small.yaml
says "is a case or a study"
expect 66 "$ISOTHERM" picture small.yaml
expect 66 "$ISOTHERM" info .
says "is no run folder"
mkdir closed
ln -s case.yaml closed/case.yaml # a loop: what the system refuses to look at, also to root
expect 66 "$ISOTHERM" info closed
says "cannot look at 'closed/case.yaml': "
printf 'base: small.yaml\n' >study.yaml
for command in run check plan; do
  expect 65 "$ISOTHERM" $command study.yaml
  says "is a study"
done
expect 65 "$ISOTHERM" study small.yaml
says "this is a case, not a study"
printf 'domain:\n\tsize: [1, 1]\n' >tab.yaml
expect 65 "$ISOTHERM" check tab.yaml
says "YAML takes no tabs"
rm study.yaml tab.yaml
for steps in 0 -3 1.5 many 99999999999999999999; do
  expect 64 "$ISOTHERM" run small.yaml --steps $steps
  says "--steps: '$steps' is not accepted: write a whole number, at least 1"
done
expect 64 "$ISOTHERM" submit small.yaml -n 0
says "write a whole number, from 1 to 16777216"
expect 64 "$ISOTHERM" compare small.yaml small.yaml --tolerance nan
says "write a number, at least 0"
for command in run study submit rerun; do
  expect 64 "$ISOTHERM" $command small.yaml --out ''
  says "--out: is empty"
done
expect 64 "$ISOTHERM" run small.yaml --restart ''
says "--restart: is empty"
[[ ! -e small.run ]] || fail "an empty --out or --restart was left out silently"
expect 64 "$ISOTHERM" run small.yaml --fresh --restart x.h5
expect 0 "$ISOTHERM" --help
says "run" "check"
expect 0 "$ISOTHERM" run --help
says "--steps" "--restart"
expect 0 "$ISOTHERM" --version
says "isotherm "

# --set under the rules of the file.
expect 0 "$ISOTHERM" check small.yaml --set time.end=1s --set 'boundaries.right={temperature: 310}'
says "500 steps"
expect 65 "$ISOTHERM" check small.yaml --set time.edn=1s
says "--set time.edn=1s" "time.end"
expect 65 "$ISOTHERM" check small.yaml --set domain.cells=[0,3]
expect 65 "$ISOTHERM" check small.yaml --set time.end=5kg
expect 65 "$ISOTHERM" check small.yaml --set nonsense

# What only the built problem can tell.
expect 65 "$ISOTHERM" check small.yaml --set time.step=0.1
largest=$(grep -o 'largest stable step is [0-9.e+-]*' out | grep -o '[0-9.e+-]*$')
expect 0 "$ISOTHERM" check small.yaml --set "time.step=$largest"
above=$("$PYTHON" -c 'import sys; print(float(sys.argv[1]) * (1 + 1e-9))' "$largest")
expect 65 "$ISOTHERM" check small.yaml --set "time.step=$above"
says "time.step: $above s is not stable"
expect 65 "$ISOTHERM" run small.yaml --set time.step=0.1
says "largest stable step is $largest"
expect 0 "$ISOTHERM" check small.yaml --set 'time={method: forward-euler, end: 0.1 ms}'
says "forward-euler, 1 step of 0.0001 s"
expect 65 on 3 check small.yaml --set domain.cells=[16,2]
says "rank" "cells"
expect 65 on 3 check small.yaml --set parallel.decomposition=[2,1]
says "needs 2 ranks, but 3 run"
expect 65 on 2 check small.yaml --set 'sources.0.rectangle={min: [1 mm, 1 mm], max: [1.1 mm, 1.1 mm]}'
says "shape holds the centre of no cell"
expect 65 on 2 check small.yaml --set 'regions=[{material: steel, rectangle: {min: [0, 0], max: [30 mm, 1]}}]'
says "belongs to no region"
expect 65 on 2 check small.yaml --set 'materials.copper.conductivity=x - 20/1000'
says "must be positive"
expect 65 on 2 check small.yaml --set 'initial.temperature=1/(x < 0.06)'
says "initial.temperature: is not finite"
expect 65 on 2 check small.yaml --set 'boundaries.top.convection.coefficient=1 - 40*x'
says "top" "negative"
expect 0 on 2 check small.yaml --set time.start=0.1 --set 'boundaries.bottom.flux=2000*sqrt(t - 0.1)'
expect 65 on 2 check small.yaml --set 'boundaries.bottom.flux=2000*sqrt(t - 0.1)'
says "bottom" "not finite"
echo "all as designed"
