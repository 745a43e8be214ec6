#!/bin/bash
# The manual page and the shell completion: complete, well formed, and they complete.
# ranks: 1
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1

expect 0 "$ISOTHERM" --help
names=$(sed -n 's/^  \([a-z]\{3,\}\) .*/\1/p' out)
[[ $(wc -w <<<"$names") -ge 15 ]] || fail "commands: $names"
expect 0 "$ISOTHERM" man
cp out page
for name in $names; do
  grep -qx "\.SS $name" page || fail "the manual page lacks $name"
  expect 0 "$ISOTHERM" "$name" --help
  grep -q "Example: .*isotherm $name" out || { cat out; fail "$name --help has no example"; }
  [[ $(wc -L <out) -le 80 ]] || fail "the help of $name is wider than 80 columns"
done
for key in 'boundaries.top.convection.coefficient' 'time.end' 'checkpoint.keep'; do
  grep -qxF ".B $key" page || fail "the manual page lacks $key"
done
if command -v groff >/dev/null; then
  groff -man -ww -Tutf8 page >formatted 2>problems
  [[ ! -s problems ]] || { head problems; fail "groff does not like the manual page"; }
fi

expect 0 "$ISOTHERM" completion bash
cp out completion.bash
bash -n completion.bash || fail "the completion is no bash"
expect 0 "$ISOTHERM" completion zsh
says "bashcompinit"
expect 64 "$ISOTHERM" completion fish

# completes WORD... with the last word unfinished: what the shell would offer.
completes() {
  bash -c 'compopt() { :; }; source completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _isotherm
    printf "%s\n" "${COMPREPLY[@]}"' bash "$@"
}
touch mycase.yaml
[[ $(completes isotherm pl) == plan ]] || fail "pl: $(completes isotherm pl)"
[[ $(completes isotherm '' | sort) == "$(printf '%s\n' $names --help --version | sort)" ]] || fail "not every command"
[[ $(completes isotherm run --fr) == --fresh ]] || fail "--fr: $(completes isotherm run --fr)"
[[ $(completes isotherm run myc) == mycase.yaml ]] || fail "no files"
[[ $(completes isotherm explain boundaries.top.convection.c) == boundaries.top.convection.coefficient ]] || fail "no keys"
[[ $(completes isotherm run mycase.yaml --set time.en) == time.end= ]] || fail "no keys after --set"
templates=$("$ISOTHERM" init | sed -n 's/^  \([a-z]*\) .*/\1/p')
[[ $(completes isotherm init '') == "$templates" ]] || fail "templates: $templates"
echo "all as designed"
