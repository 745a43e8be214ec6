#!/bin/bash
# diagnostics.csv and probes.csv: names, rows, what the figures mean.
source "$ISOTHERM_SOURCE/tests/cli/_lib.sh" || exit 1
small_case >small.yaml
expect 0 on 2 run small.yaml --set 'output.diagnostics.every=0.1 s'
exec "$PYTHON" - <<'END'
import csv, math

def read(name):
    with open("small.run/" + name) as file:
        lines = list(csv.reader(file))
    return lines[0], [[float(x) for x in line] for line in lines[1:]]

names, rows = read("diagnostics.csv")
assert names == ("step,time,heat,t_min,t_max,t_mean,source_power,wall_left,wall_right,wall_bottom,wall_top,"
                 "wall_void,balance,rate_max").split(","), names
assert [row[0] for row in rows] == [50 * n for n in range(9)], [row[0] for row in rows]
assert all(abs(row[1] - 0.002 * row[0]) < 1e-15 for row in rows)
first, last = (dict(zip(names, row)) for row in (rows[0], rows[-1]))
copper = sum(math.hypot(i + 0.5 - 20, j + 0.5 - 16) < 8 for i in range(64) for j in range(32)) * 1e-6
heat = 300 * (copper * 8930 * 385 + (64 * 32e-6 - copper) * 7900 * 450)
assert abs(first["heat"] / heat - 1) < 1e-14, (first["heat"], heat)
assert first["t_min"] == first["t_max"] == first["t_mean"] == 300
assert math.isnan(first["rate_max"]) and first["balance"] == 0
assert abs(first["source_power"] - 400) < 1e-11
assert first["wall_left"] == 0 and first["wall_right"] == 0 and first["wall_void"] == 0
assert abs(first["wall_bottom"] - 2000 * 0.064) < 1e-11
G = 0.064 / (0.5e-3 / 15 + 1 / 50)
assert abs(first["wall_top"] - G * -10) < 1e-10, first["wall_top"]
assert last["t_max"] > 301 and last["t_min"] < last["t_mean"] < last["t_max"] and last["rate_max"] > 0
most = max(row[2] for row in rows)
assert all(abs(row[12]) <= 4 * 2.0**-52 * max(row[0], 1) * most for row in rows)

names, probes = read("probes.csv")
assert names == ["step", "time", "hot", "edge"], names
assert [row[:2] for row in probes] == [row[:2] for row in rows]
assert probes[0][2] == 300 and abs(probes[0][3] - (300 + 0.5 * 2000 * 0.5e-3 / 15)) < 1
assert probes[-1][2] > 300.5

# 17 significant digits: the text gives the number back.
for line in open("small.run/diagnostics.csv").read().splitlines()[1:]:
    for cell in line.split(","):
        assert cell == "%.17g" % float(cell), cell
print("all as designed")
END
