# What only several keys together can tell: each mistake is shown with its line, a caret under it and the remedy, and
# the same for machines.
# ranks: 4

import json
import os
import re
import subprocess

CASE = """\
domain: {size: [2, 1], cells: [32, 16]}
materials: {steel: {conductivity: 15, density: 7900, specific_heat: 450}}
regions: [{material: steel}]
initial: {temperature: 300}
boundaries:
  left: {insulated: true}
  right: {temperature: 300}
  bottom: {flux: 3}
  top: {convection: {coefficient: 5, ambient: 300}}
sources: []
time: {end: 1000}
output: {probes: {a: [1, 0.5]}}
"""

# The line in place of the one with its key, with '@' where the caret belongs; ranks; key; what is said; the remedy.
MISTAKES = [
    ("time: {end: 1000, method: forward-euler, step: @500 s}", 1, "time.step",
     "500 s is not stable with forward-euler on this grid; the largest stable step is 231.4453125 s", "take that or less"),
    ("time: {end: 1000, step: @2000 s}", 1, "time.step", "longer than the whole run", "write a smaller step"),
    ("output: {probes: {a: [@3, 0.5]}}", 1, "output.probes.a.0", "3 m lies outside of the domain", "between 0 m and 2 m"),
    ("output: {probes: {a: {cell: [@32, 3]}}}", 1, "output.probes.a.cell.0", "there is no cell 32", "from 0 to 31"),
    ("  top: [{from: 0, to: 1.2, insulated: true}, {from: @1, to: 2, flux: 3}]", 1, "boundaries.top.1.from",
     "overlaps another stretch between 1 m and 1.2 m", "begin at 1.2 m"),
    ("  top: [{from: 0, to: 0.8, insulated: true}, {from: @1, to: 2, flux: 3}]", 1, "boundaries.top.1.from",
     "leaves no condition between 0.8 m and 1 m", "begin at 0.8 m"),
    ("  top: [{from: 0, to: @1.5, insulated: true}]", 1, "boundaries.top.0.to", "leaves the end of the side without a condition", "end at 2 m"),
    ("  left: @{periodic: true}", 1, "boundaries.left", "right is not", ""),
    ("sources: [@{power: 5, rectangle: {min: [0.1, 0.1], max: [0.101, 0.101]}}]", 1, "sources.0",
     "holds the centre of no cell", "make the shape larger or the cells smaller"),
    ("domain: {size: [2, 1], cells: @[16, 2]}", 3, "domain.cells", "more ranks (3) than a grid of 16 x 2 cells can feed",
     "use fewer ranks or more cells"),
    ("parallel: {decomposition: @[2, 1]}", 3, "parallel.decomposition", "2 x 1 needs 2 ranks, but 3 run", "number of ranks"),
    ("parallel: {decomposition: @[4, 1]}", 4, "parallel.decomposition", "4 x 1 leaves a rank without cells",
     "take at most 2 blocks in x"),
    ("regions: @[{void: {insulated: true}}]", 1, "regions", "the whole domain is void", "leave some of it to a material"),
    ("regions: @[{material: steel, circle: {center: [1, 0.5], radius: 0.2}}]", 2, "regions", "belongs to no region",
     "let the first region have no shape"),
    ("materials: {steel: @{conductivity: x - 1, density: 7900, specific_heat: 450}}", 2, "materials.steel",
     "the conductivity is -", ""),
    ("sources: [{power: 5}, @{power_density: 1/(x - 1/32)}]", 1, "sources.1", "is not finite at (0.03125 m", ""),
    ('initial: {temperature: @"1/(x > 1)"}', 3, "initial.temperature", "is not finite at (", ""),
    ("  left: @{flux: log(t)}", 1, "boundaries.left", "flux is not finite at (0 m, 0.0", ""),
    ("parallel: {decomposition: [1, @17]}", 1, "parallel.decomposition.1", "more ranks than the 16 cells", "use fewer ranks"),
]
# Outputs beyond the end are no error: the first and the last state are written.
WARNINGS = [
    ("output: {snapshots: {every: @2000 s}}", 1, "output.snapshots.every", "longer than the whole run of 1000 s", "shorter"),
    ("output: {pictures: {every: @2000 s}}", 1, "output.pictures.every", "longer than the whole run of 1000 s", "shorter"),
]
STEPS = [("output: {diagnostics: {every: @101 steps}}", 1, "output.diagnostics.every",
          "101 steps is longer than the whole run of 100 steps", "shorter")]


def check(text, ranks, *options):
    with open("case.yaml", "w") as file:
        file.write(text)
    launcher = [os.environ["MPIEXEC"], "-n", str(ranks)] if ranks > 1 else []
    return subprocess.run([*launcher, os.environ["ISOTHERM"], "check", "case.yaml", *options], capture_output=True, text=True)


def verify(mistake, kind, status, *options):
    line, ranks, key, message, remedy = mistake
    column = line.index("@") + 1
    line = line.replace("@", "", 1)
    start = line[:line.index(":") + 1]
    lines = CASE.splitlines()
    at = next((n for n, old in enumerate(lines) if old.startswith(start)), len(lines))
    lines[at:at + 1] = [line]
    text = "\n".join(lines) + "\n"

    said = check(text, ranks, *options)
    assert said.returncode == status, (line, said)
    expected = f"case.yaml:{at + 1}:{column}: {kind}: {key}: "
    assert said.stderr.count(f"{kind}:") == 1 and expected in said.stderr, (expected, said.stderr)
    shown = said.stderr[said.stderr.index(expected):].splitlines()
    assert message in shown[0], shown
    assert shown[1] == "    " + line and shown[2] == "    " + " " * (column - 1) + "^", shown
    assert not remedy or any(s.startswith("  remedy: ") and remedy in s for s in shown[3:]), shown

    said = check(text, ranks, "--format", "json", *options)
    assert said.returncode == status, (line, said)
    verdict = json.loads(re.sub(r"-{60,}.*", "", said.stdout, flags=re.S))
    faults = verdict["errors" if status else "warnings"]
    assert verdict["good"] == (status == 0) and len(faults) == 1, verdict
    fault = faults[0]
    assert (fault["file"], fault["line"], fault["column"], fault["key"]) == ("case.yaml", at + 1, column, key), fault
    assert message in fault["message"] and remedy in fault.get("remedy", ""), fault


for mistake in MISTAKES:
    verify(mistake, "error", 65)
for mistake in WARNINGS:
    verify(mistake, "warning", 0)
for mistake in STEPS:
    verify(mistake, "warning", 0, "--set", "time.step=10")
print(f"{len(MISTAKES) + len(WARNINGS) + len(STEPS)} mistakes are shown at their place")
