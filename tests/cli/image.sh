#!/bin/bash
# Materials from an image: where they lie, what the program says about a bad one, and that another image is another
# case.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1

image() { # image FILE ROW...: a PNG with a letter per pixel, the top row first
  "$PYTHON" - "$@" <<'END'
import struct, sys, zlib
colors = {"r": b"\xff\0\0", "b": b"\0\0\xff", "g": b"\0\xff\0"}
rows = sys.argv[2:]
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
pixels = b"".join(b"\0" + b"".join(colors[letter] for letter in row) for row in rows)
with open(sys.argv[1], "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 2, 0, 0, 0)) +
               chunk(b"IDAT", zlib.compress(pixels)) + chunk(b"IEND", b""))
END
}

mkdir -p here
cat >here/case.yaml <<'END'
domain: {size: [0.4, 0.3], cells: [32, 24]}
materials:
  metal:   {conductivity: 100, density: 8000, specific_heat: 400}
  plastic: {conductivity: 0.2, density: 1000, specific_heat: 1500}
regions: [{image: {file: map.png, colors: {"#ff0000": metal, "#0000ff": plastic}}}]
initial: {temperature: 300}
boundaries:
  left: {insulated: true}
  right: {insulated: true}
  bottom: {insulated: true}
  top: {flux: 1000}
time: {end: 30 s, method: forward-euler}
output: {means: [metal, plastic], probes: {metal: [0.05, 0.25], plastic: [0.05, 0.05]}}
END

expect 66 on 2 run here/case.yaml --out run
says "regions.0.image.file" "map.png"
image here/map.png rrrb bbbb bbbb
expect 0 on 2 run here/case.yaml --out run
expect 0 on 3 run here/case.yaml --out run
says "already done"
"$PYTHON" - <<'END' || exit 1
import csv
rows = list(csv.reader(open("run/regions.csv")))
last = dict(zip(rows[0], map(float, rows[-1])))
first = dict(zip(rows[0], map(float, rows[1])))
assert first["metal.mean"] == 300 == first["plastic.max"], first
rise = 30 * 1000 / 0.1  # all that the metal takes up: a layer of 0.1 m below the flux
assert abs((last["metal.mean"] - 300) / (rise / (8000 * 400)) - 1) < 0.03, last
probes = list(csv.reader(open("run/probes.csv")))
last = dict(zip(probes[0], map(float, probes[-1])))
assert last["metal"] > 300.03 and last["plastic"] == 300, last  # the top row of the image is the largest y
END

# The run folder's case is a case, wherever it lies; and another image is another case.
expect 0 on 2 run run/case.yaml --out again
same_run run again
image here/map.png brrr bbbb bbbb
expect 65 on 2 run here/case.yaml --out run
says "regions.0.image.checksum"
expect 0 on 2 run here/case.yaml --out run --fresh

# More colours than fit into a byte: the two halves of the grey steps still differ.
"$PYTHON" - <<'END' || fail "no image of many colours"
import struct, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
row = b"\0" + b"".join(bytes([0, n // 256, n % 256]) for n in range(320))
open("here/many.png", "wb").write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 320, 1, 8, 2, 0, 0, 0)) +
                                  chunk(b"IDAT", zlib.compress(row)) + chunk(b"IEND", b""))
colors = ", ".join('"#%06x": %s' % (n, "plastic" if n < 256 else "metal") for n in range(320))
case = open("here/case.yaml").read().replace("map.png", "many.png").replace('"#ff0000": metal, "#0000ff": plastic', colors)
open("here/many.yaml", "w").write(case.replace("[32, 24]", "[320, 4]"))
END
expect 0 on 2 run here/many.yaml --out many
heat=$(sed -n 2p many/diagnostics.csv | cut -d, -f3)  # 300 K in 64 of 320 columns of metal, the rest of plastic
[[ ${heat%%.*} == 6624000[0-9] || ${heat%%.*} == 66239999 ]] || fail "colours above 255 are others: $heat"

image here/map.png rrrg bbbb bbbb
expect 65 on 2 check here/case.yaml
says "case.yaml:5" "#00ff00 (1 pixels)" "add \"#00ff00\": material"
echo "GIF89a" >here/map.png
expect 65 on 2 check here/case.yaml
says "it is no PNG image"
expect 66 on 1 plan here/case.yaml --set regions.0.image.file=none.png
says "none.png"
echo "images are as designed"
