#!/bin/bash
# Steps that nobody chose do not pass over what walls and sources do in time: the heat that came in is right; and bodies
# at 0, where an error relative to T would be nothing, are no hindrance.
# timeout: 600
# labels: promises
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
tried=0

# heated HEAT TIME LEFT [FURTHER LINES]: a steel plate at 0, insulated but on the left, that ends with so much heat.
heated() {
  {
    echo "domain: {size: [1, 1], cells: [4, 4]}"
    echo "materials: {steel: {conductivity: 15, density: 7900, specific_heat: 500}}"
    echo "regions: [{material: steel}]"
    echo "initial: {temperature: 0}"
    echo "boundaries: {left: {$3}, right: {insulated: true}, bottom: {insulated: true}, top: {insulated: true}}"
    echo "time: {$2}"
    printf '%s\n' "${@:4}"
  } >case.yaml
  expect 0 on 2 run case.yaml --fresh
  "$PYTHON" -c "
import sys
heat = float(open('case.run/diagnostics.csv').read().split()[-1].split(',')[2])
assert abs(heat - $1) <= 1e-4 * abs($1), heat" || fail "the heat that came in: $(tail -1 case.run/diagnostics.csv)"
  tried=$((tried + 1))
}
pulse='flux: {table: [[0, 0], [1800, 0], [1801, 1e6], [1802, 0]]}'
heated 1.8e7 "end: 1 h" 'flux: "1e4*sin(2*pi*t/600)^2"'
heated 1e6 "end: 1 h" "$pulse"
heated 1e6 "end: 1 h, method: tr-bdf2" "$pulse"
heated 13000 "end: 1 h, method: tr-bdf2" 'flux: "t > 1000 ? 5 : 0"'
heated 2e6 "end: 1 h" 'flux: "abs(t - 1800) < 1 ? 1e6 : 0"'
heated 720000 "end: 1 h" 'flux: "abs(t - 100*rint(t/100)) < 1 ? 1e4 : 0"'
heated 1772453.85 "end: 1 h" 'flux: "1e6*exp(-(t - 2003)^2)"'
heated 1e6 "end: 1 h, method: tr-bdf2" 'flux: "max(0, 1e6*(1 - abs(t - 777.7)))"'
heated 1e6 "end: 1 h" 'flux: "(abs(t - 1800) < 1 ? 1e6 : 0)*y"'
heated 1e6 "end: 1 h" 'insulated: true' 'sources: [{power_density: "(abs(t - 1800) < 1 ? 1e6 : 0)*x"}]'
heated 1.2e8 "end: 1000 s, method: tr-bdf2" 'flux: "1e9*(t < 0.1) + 4e7*(t > 500)*(t < 500.5)"'
heated 886226.925 "end: 1000 s, method: tr-bdf2" 'flux: "1e5*exp(-((t - 500)/5)^2)"' \
  'stop: {steady: {tolerance: 1e-3 K/s, every: 5}}'
heated 4500 "end: 10 s" 'insulated: true' \
  'sources: [{power: "100*t"}, {power: -50, circle: {center: [0.5, 0.5], radius: 0.3}}]'
heated 1e6 "end: 1 h" 'insulated: true' 'sources: [{power: {table: [[0, 0], [1800, 0], [1801, 1e6], [1802, 0]]}}]'

# A plate that cools to 0 is not followed to the last digit of nothing; a thin sheet over years can begin.
cat >cold.yaml <<'END'
units: {temperature: degC}
domain: {size: [10 mm, 1 mm], cells: [100, 10]}
materials: {copper: {conductivity: 390, density: 8930, specific_heat: 385}}
regions: [{material: copper}]
initial: {temperature: 100}
boundaries: {left: {insulated: true}, right: {insulated: true}, bottom: {temperature: 0},
  top: {convection: {coefficient: 10, ambient: 0}}}
time: {end: 30 years}
END
expect 0 on 2 run cold.yaml
[[ $(value cold.run steps) -lt 1000 ]] || fail "$(value cold.run steps) steps"
expect 0 on 2 run cold.yaml --set initial.temperature=0 --set 'boundaries.bottom.temperature={table: [[1e8, 0], [2e8, 50]]}' --fresh
[[ $(value cold.run steps) -lt 2000 ]] || fail "$(value cold.run steps) steps"
echo "promise | what walls and sources do in time is not stepped over | $((tried + 2)) | $((tried + 2))"
