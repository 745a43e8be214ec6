#!/bin/bash
# Pictures: in a run, of a file, the same for any number of ranks; frames and animations.
# ranks: 3
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case | sed 's/^output: {/output: {pictures: {every: 100 steps}, snapshots: {every: 200 steps}, /' >small.yaml

is_png() { [[ $(head -c 8 "$1" | od -An -tx1 | tr -d ' \n') == 89504e470d0a1a0a ]] || fail "$1 is no PNG"; }

expect 0 on 2 run small.yaml
[[ $(ls small.run/pictures | wc -l) -eq 5 ]] || fail "pictures: $(ls small.run/pictures)"
for file in small.run/pictures/*.png; do is_png "$file"; done
expect 0 on 3 run small.yaml --out three.run
for file in small.run/pictures/*.png; do cmp "$file" "three.run/pictures/${file##*/}" || fail "ranks change a picture"; done

# The picture of the file is the picture of the run.
expect 0 "$ISOTHERM" picture small.run/checkpoints/step-000000400.h5 -o one.png
is_png one.png
expect 0 on 3 picture small.run --step 400 -o three.png
cmp one.png three.png || fail "ranks change the picture of a file"
expect 0 "$ISOTHERM" picture small.run
is_png small-step-000000400.png
expect 0 on 2 picture small.run --field flux --colors viridis --isotherms 0 --width 300 -o flux.png
cmp -s one.png flux.png && fail "flux is drawn like temperature"
expect 0 "$ISOTHERM" picture small.run --step 400 --range 280 320 -o range.png
cmp -s one.png range.png && fail "the range changes nothing"

expect 0 "$ISOTHERM" picture small.run --all
[[ $(ls small.frames) == $'frame-00000.png\nframe-00001.png\nframe-00002.png' ]] || fail "frames: $(ls small.frames)"
expect 0 "$ISOTHERM" picture small.run --animate -o movie.png
is_png movie.png
[[ $(grep -ac acTL movie.png) -ge 1 && $(grep -ao fcTL movie.png | wc -l) -eq 3 ]] || fail "movie.png has not three frames"

# A continued run drops later pictures and draws them again.
expect 75 on 2 run small.yaml --out parts.run --steps 150
expect 0 on 2 run small.yaml --out parts.run
for file in small.run/pictures/*.png; do cmp "$file" "parts.run/pictures/${file##*/}" || fail "a restart changes a picture"; done

# Into a pipe, and through a symbolic link: both are there afterwards.
mkfifo pipe
timeout 30 cat pipe >from_pipe.png &
expect 0 timeout 20 "$ISOTHERM" picture small.run --step 400 -o pipe
wait $!
[[ -p pipe && ! -s out ]] || fail "the pipe was replaced, or its name stands behind the picture"
cmp one.png from_pipe.png || fail "the picture changes on its way through a pipe"
mkdir elsewhere
ln -s elsewhere/target.png link.png
for there in no yes; do
  expect 0 "$ISOTHERM" picture small.run --step 400 -o link.png
  [[ -L link.png && ! -L elsewhere/target.png ]] || fail "the link was replaced ($there)"
  cmp one.png elsewhere/target.png || fail "the link was not followed ($there)"
done
ln -s loop.png loop.png
expect 74 "$ISOTHERM" picture small.run --step 400 -o loop.png
expect 0 timeout 20 bash -c 'timeout 10 cat pipe >from_pipe.yaml & "$ISOTHERM" init plate --force -o pipe && wait'
[[ -p pipe && -s from_pipe.yaml ]] || fail "init replaces a pipe"

# What fails its checksums is neither drawn nor compared, and who looks on is told.
last=checkpoints/step-000000400.h5
cp -r small.run damaged.run
rm damaged.run/snapshots/*
"$PYTHON" - damaged.run/$last <<'END'
import json, sys
with open(sys.argv[1], "r+b") as file:
    text = file.read()
    length = int(text[text.index(b'"bytes":') + 8 :][:13])
    at = json.loads(text[:length])["files"][0]["fields"][0]["offset"] + 8 * 700
    file.seek(at)
    file.write(bytes([text[at] ^ 64]))
END
for source in damaged.run damaged.run/$last; do
  expect 74 on 2 picture $source -o damaged.png
  says "$last' is damaged: the checksum of rows 0 to 31 of 'temperature' is wrong"
  [[ ! -e damaged.png ]] || fail "damaged data are drawn"
done
expect 74 "$ISOTHERM" compare small.run/$last damaged.run/$last
says "$last' is damaged"
expect 0 "$ISOTHERM" watch damaged.run --once
says "no picture: 'damaged.run/$last' is damaged"

# Nothing but a picture is replaced, and no folder is made but that of --all.
cp small.yaml precious.yaml
for what in --step=400 --animate; do
  expect 73 on 2 picture small.run $what -o precious.yaml
  says "precious.yaml is there already and is no picture"
  expect 73 on 2 picture small.run $what -o nowhere/one.png
  says "cannot write 'nowhere/one.png': No such file"
done
cmp small.yaml precious.yaml || fail "a case file was replaced"
expect 73 "$ISOTHERM" picture small.run --all -o nowhere/frames
[[ ! -e nowhere ]] || fail "a folder was made"
expect 0 "$ISOTHERM" picture small.run --all -o frames
expect 0 "$ISOTHERM" picture small.run --all -o frames
: >empty
expect 0 "$ISOTHERM" picture small.run --step 400 -o empty
cmp one.png empty || fail "an empty file is not filled"

expect 66 "$ISOTHERM" picture missing.run
expect 66 "$ISOTHERM" picture small.run --step 3
says "no step 3"
expect 64 on 2 picture small.run --field bogus
says "holds no field 'bogus'; there are temperature, flux"
expect 64 "$ISOTHERM" picture small.run --colors rainbow
for range in 'nan 1' '1 nan' '1 1' '5 1' '0 inf'; do
  expect 64 "$ISOTHERM" picture small.run --range $range
  says "--range: write two finite numbers, the smaller one first"
done
expect 0 "$ISOTHERM" picture small.run --range -1e2 350 -o negative.png
expect 65 "$ISOTHERM" check small.yaml --set output.pictures.colors=virids
says "did you mean: viridis"
echo "all as designed"
