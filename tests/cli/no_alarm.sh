#!/bin/bash
# The laws that a run watches hold to round-off in all that is right: bodies that cool to 0, heat that goes through by
# far more than a body holds, long steps, many stages; and through a restart, which does not remember the warm start.
# labels: promises
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
tried=0

# watched NAME TIME BOUNDARIES [FURTHER LINES]: a plate in degC that runs to its end, at once and in two parts.
watched() {
  local name=$1
  {
    echo "units: {temperature: degC}"
    echo "domain: {size: [100 mm, 60 mm], cells: [20, 12]}"
    echo "materials: {steel: {conductivity: 15, density: 7900, specific_heat: 500}}"
    echo "regions: [{material: steel}]"
    echo "time: {$2}"
    echo "boundaries: {$3}"
    printf '%s\n' "${@:4}"
  } >"$name.yaml"
  expect 0 on 2 run "$name.yaml" --out "$name.run"
  tried=$((tried + 1))
  local first=$(($(value "$name.run" steps) * 9 / 10))
  [[ $first -gt 0 ]] || return 0
  expect 75 on 1 run "$name.yaml" --out "$name.parts" --steps $first
  expect 0 on 2 run "$name.yaml" --out "$name.parts"
  same_run "$name.parts" "$name.run"
}
cold="{temperature: 0}"
still="{insulated: true}"
all_cold="left: $cold, right: $cold, bottom: $cold, top: $cold"
all_still="left: $still, right: $still, bottom: $still, top: $still"
around="left: {periodic: true}, right: {periodic: true}, bottom: $still, top: $still"
through="left: {temperature: 80}, right: $cold, bottom: $still, top: $still"

for method in forward-euler "rkl2, step: 300 s" "backward-euler, step: 400 s" "crank-nicolson, step: 400 s"; do
  watched "ice-${method%%,*}" "end: 20 h, method: $method" "$all_cold" "initial: {temperature: 100}"
done
for method in forward-euler rkl2; do
  watched "wave-$method" "end: 5 h, method: $method" "$around" 'initial: {temperature: "100*sin(2*pi*x/0.1)"}'
done
watched swing "end: 31.4159 h, method: forward-euler" "$all_still" "initial: {temperature: 0}" \
  'sources: [{power_density: "1e6*cos(2*pi*t/11309.7)"}]' "output: {diagnostics: {every: 5654.86 s}}"
watched stages "end: 1 min, method: rkl2" "$through" "initial: {temperature: 0}"
watched more-stages "end: 100 h, method: rkl2, step: 10 h" "$through" "initial: {temperature: 0}"
for method in "backward-euler, step: 1000 h" "crank-nicolson, step: 1000 h"; do
  watched "through-${method%%,*}" "end: 1e6 h, method: $method" "$through" "initial: {temperature: 0}"
done
echo "promise | what is right raises no alarm, cut in two parts neither | $tried | $tried"
