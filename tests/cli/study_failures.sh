#!/bin/bash
# Failures in a study: of one case, which must not stop the others; of the machine, which the next start tries again;
# and of the folder.
# timeout: 240
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >base.yaml
study() { timeout 60 "$MPIEXEC" -n "$1" "$ISOTHERM" study "${@:2}"; } # a study that hangs ends with 124

# An image that is missing is a fault of its case. Once it is there, it is another case.
"$PYTHON" - <<'END' || exit 1
import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
with open("a.png", "wb") as file:  # four dark pixels
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)) +
               chunk(b"IDAT", zlib.compress(2 * (b"\0" + 6 * b"\0"))) + chunk(b"IEND", b""))
END
sed 's/circle: {.*}}/image: a.png}/' base.yaml >image.yaml
printf 'base: image.yaml\nvary: {regions.1.image: [a.png, missing.png, gone.png]}\n' >images.yaml
for ranks in 1 2 3; do
  expect 0 study $ranks images.yaml --out images-$ranks
  says "of 3 cases 1 are done, 2 failed, 0 open" "missing.png"
  cmp images-1/results.csv images-$ranks/results.csv || fail "$ranks ranks give other results"
done
# What a base case names lies beside it, wherever the study is started; what lies elsewhere is not taken.
mkdir -p far/away
sed 's/image: a.png/image: b.png/' image.yaml >far/away/image.yaml
cp a.png far/away/b.png
cp base.yaml b.png
printf 'base: away/image.yaml\nvary: {initial.temperature: [300, 310]}\n' >far/study.yaml
expect 0 study 2 far/study.yaml --out far.study
says "of 2 cases 2 are done"
rm b.png
printf 'ranks_per_case: 2\n' | cat images.yaml - >pairs.yaml
expect 0 study 3 pairs.yaml --out pairs
says "of 3 cases 1 are done, 2 failed, 0 open"
grep -q '"exit_code": 66' pairs/cases/*/result.json || fail "a missing image is 66"
expect 0 "$ISOTHERM" study images.yaml --list
says "no valid case: " "missing.png"
cp a.png missing.png
expect 0 study 2 images.yaml --out images-2
says "3 cases, 1 to do" "of 3 cases 2 are done, 1 failed, 0 open"

# Groups of several ranks work side by side, each with windows of its own.
printf 'base: base.yaml\nvary: {initial.temperature: {linspace: [300, 310, 12]}}\nranks_per_case: 2\n' >groups.yaml
for start in 1 2 3; do
  expect 0 study 4 groups.yaml --out "groups-$start"
  says "2 groups of ranks" "of 12 cases 12 are done"
done

# A bit that flips: the next start has another try, with the right result.
printf 'base: base.yaml\nvary: {initial.temperature: [300, 310]}\ncollect: [probes.hot]\n' >two.yaml
expect 0 study 2 two.yaml --out whole
export ISOTHERM_TEST_FLIP="20 5 5 62"
for folder in full reduced; do
  printf 'folder: %s\n' $folder | cat two.yaml - >flip.yaml
  for left in 2 1; do
    expect 75 study 1 flip.yaml --out flip-$folder
    says "2 cases, $left to do" "of 2 cases 1 are done, 1 failed, 0 open" "the next start tries again"
    says "run the same line again"
  done
  expect 0 "$ISOTHERM" study flip.yaml --out flip-$folder --status
  says "failed (76), to be tried again: "
done
unset ISOTHERM_TEST_FLIP
for folder in full reduced; do
  sed "s/full/$folder/; s/reduced/$folder/" flip.yaml >back.yaml
  expect 0 study 2 back.yaml --out flip-$folder
  cmp whole/results.csv flip-$folder/results.csv || fail "another result after a flipped bit"
done

# Writes that fail, for as many starts as it takes.
for _ in 1 2 3 4; do
  expect 74 bash -c 'ulimit -f 40; timeout 60 "$ISOTHERM" study two.yaml --out limited'
  says "2 cases, 2 to do" "of 2 cases 0 are done, 2 failed" "run the same line again"
done
expect 0 study 2 two.yaml --out limited
cmp whole/results.csv limited/results.csv || fail "another result after writes that failed"

# A case that is done, killed before its record, whose diagnostics have no row.
sed 's/diagnostics: {every: 25 steps}/diagnostics: {every: never}/' base.yaml >never.yaml
sed 's/base.yaml/never.yaml/; /collect/d' two.yaml >none.yaml
expect 0 study 2 none.yaml --out none
cp none/results.csv undisturbed.csv
rm none/cases/*/result.json
expect 0 study 2 none.yaml --out none
says "2 are done, 0 failed"
cmp undisturbed.csv none/results.csv || fail "another result without diagnostics"
for table in whole/cases/*/diagnostics.csv; do
  sed -i 1q "$table"
  rm "${table%/*}/result.json"
done
expect 0 study 2 two.yaml --out whole
says "2 are done, 0 failed"

# A folder that cannot be made, and a time limit that is none.
for ranks in 1 2; do
  expect 73 study $ranks two.yaml --out /proc/nope/x
  expect 73 study $ranks two.yaml --out two.yaml
  ISOTHERM_WALLTIME=soon expect 64 study $ranks two.yaml --out late
done
echo "all good"
