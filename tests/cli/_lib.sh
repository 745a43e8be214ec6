# What the scripts of this folder share. Sourced, in an empty folder.
set -uo pipefail

fail() {
  echo "FAILED: $*"
  exit 1
}

# expect STATUS COMMAND...: runs it with its output in ./out and demands its exit status.
expect() {
  local wanted=$1 status=0
  shift
  "$@" >out 2>&1 || status=$?
  if [[ $status -ne $wanted ]]; then
    cat out
    fail "'$*' ended with $status instead of $wanted"
  fi
}

# says TEXT...: the output of the last command has each text in it.
says() {
  local text
  for text in "$@"; do
    grep -qF -- "$text" out || { cat out; fail "the output lacks: $text"; }
  done
}

# on RANKS ARGUMENT...: the program under mpiexec.
on() {
  local ranks=$1
  shift
  "$MPIEXEC" -n "$ranks" "$ISOTHERM" "$@"
}

# fingerprint FOLDER: the SHA-256 of a run's last temperature; value FOLDER KEY: a figure of its summary.
value() { "$PYTHON" -c "import json, sys; print(json.load(open(sys.argv[1] + '/summary.json'))[sys.argv[2]])" "$@"; }
fingerprint() { value "$1" temperature_sha256; }

# same_run A B: tables and temperature have the same bits.
same_run() {
  local name
  for name in diagnostics.csv probes.csv; do
    if [[ -e $1/$name || -e $2/$name ]]; then
      cmp "$1/$name" "$2/$name" || fail "$name of $1 and $2 differ"
    fi
  done
  [[ $(fingerprint "$1") == "$(fingerprint "$2")" ]] || fail "temperatures of $1 and $2 differ"
}

# until_there SECONDS PATTERN: waits for a file whose name matches.
until_there() {
  local tries=$((20 * $1))
  while ((tries-- > 0)); do
    compgen -G "$2" >/dev/null && return 0
    sleep 0.05
  done
  fail "no $2 after $1 s"
}

# A small case of a second or less: 400 steps of two materials.
small_case() {
  cat <<'END'
title: A small case
domain: {size: [64 mm, 32 mm], cells: [64, 32]}
materials:
  steel: {conductivity: 15, density: 7900, specific_heat: 450}
  copper: {conductivity: 390, density: 8930, specific_heat: 385}
regions:
  - {material: steel}
  - {material: copper, circle: {center: [20 mm, 16 mm], radius: 8 mm}}
initial: {temperature: 300}
boundaries:
  left: {temperature: "300 + 20*sin(t)"}
  right: {insulated: true}
  bottom: {flux: 2000}
  top: {convection: {coefficient: 50, ambient: 290}}
sources: [{power: 400, rectangle: {min: [40 mm, 10 mm], max: [50 mm, 20 mm]}}]
time: {method: forward-euler, end: 0.8 s, step: 2 ms}
output: {diagnostics: {every: 25 steps}, probes: {hot: [45 mm, 15 mm], edge: [64 mm, 0]}}
END
}

# A case that nobody waits for, to be interrupted: 65,536 cells, checkpoints every 400 of 10^8 steps.
endless_case() {
  cat <<'END'
domain: {size: [1, 1], cells: [256, 256]}
materials:
  a: {conductivity: 1, density: 1, specific_heat: 1}
  b: {conductivity: "0.5 + x", density: 1, specific_heat: 1}
regions: [{material: a}, {material: b, circle: {center: [0.5, 0.5], radius: 0.3}}]
initial: {temperature: "300 + 10*sin(7*x)*cos(5*y)"}
boundaries:
  left: {temperature: 300}
  right: {flux: 100}
  bottom: {insulated: true}
  top: {convection: {coefficient: 2, ambient: 310}}
time: {method: forward-euler, end: 200, step: 2e-6}
output: {diagnostics: {every: 200 steps}, probes: {middle: [0.5, 0.5]}}
checkpoint: {every: 400 steps, format: mpiio}
END
}
