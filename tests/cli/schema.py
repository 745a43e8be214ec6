# The parser and the JSON Schema agree on a corpus of good and bad files: the cases that come with the program, and what
# is made of a case with nearly all keys by one change each. Mistakes of structure (unknown, missing and misspelt keys,
# wrong types, words that are no choice, plain numbers out of range) must be refused by both; what only the program can
# know (units, expressions, geometry) must pass the schema.
# timeout: 300

import copy
import glob
import json
import os
import re
import subprocess
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

ISOTHERM = os.environ["ISOTHERM"]
SOURCE = os.environ["ISOTHERM_SOURCE"]
schema = json.loads(subprocess.run([ISOTHERM, "schema"], check=True, capture_output=True).stdout)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

FULL = """
title: Nearly all keys
units: {temperature: K}
domain: {size: [2, 1], cells: [32, 16], origin: [0, 0], coordinates: cartesian}
materials:
  steel: {conductivity: 15, density: 7900, specific_heat: {table: [[200, 450], [400, 500]]}}
  wood: {conductivity: {x: 0.3, y: 0.15}, density: 600, specific_heat: "1200 + T"}
regions:
  - {material: steel}
  - {material: wood, name: core, circle: {center: [1, 0.5], radius: 0.2}}
  - {material: wood, polygon: [[0, 0], [0.3, 0], [0, 0.3]]}
  - {void: {convection: {coefficient: 5, ambient: 300}}, rectangle: {min: [1.5, 0.6], max: [1.8, 0.9]}}
contacts: [{between: [steel, core], resistance: 1e-4}]
initial: {temperature: "300 + x"}
boundaries:
  left: {temperature: 300}
  right: {insulated: true}
  bottom: {flux: {table: [[0, 1], [9, 2]]}}
  top:
    - {from: 0, to: 1, convection: {coefficient: 5, ambient: 300}}
    - {from: 1, to: 2, flux: "5*sin(t)"}
sources:
  - {power: 5, name: load, rectangle: {min: [0.5, 0.5], max: [0.7, 0.7]}}
time: {end: 10, method: backward-euler, step: 1, safety: 0.5, tolerance: 1e-5}
numerics: {face_conductivity: arithmetic, time_block: 4, strip_width: 256}
stop: {steady: {tolerance: 1e-8, every: 100}, walltime: 10 min}
output:
  diagnostics: {every: 5 steps}
  snapshots: {every: 5 s}
  pictures: {every: never, colors: viridis, isotherms: 4, width: 300, range: [290, 310]}
  probes: {a: [1, 0.5], b: {cell: [3, 4]}}
checkpoint: {every: 10 min wall, keep: 3, format: mpiio}
parallel: {decomposition: auto, watchdog: 60 s}
"""
full = yaml.safe_load(FULL)


def places(node, path=()):
    """The paths of all nodes below the root."""
    pairs = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in pairs:
        yield path + (key,)
        yield from places(child, path + (key,))


def changed(path, change):
    case = copy.deepcopy(full)
    parent = case
    for key in path[:-1]:
        parent = parent[key]
    change(parent, path[-1])
    return case


def rename(parent, key):
    parent[key + "q"] = parent.pop(key)


def replace(value):
    def change(parent, key):
        parent[key] = value
    return change


def remove(parent, key):
    del parent[key]


corpus = {}  # name: (case, whether the schema must refuse what the parser refuses)
corpus["full"] = (full, True)
for path in places(full):
    name = ".".join(map(str, path))
    if isinstance(path[-1], str):
        free = path[:-1] in (("materials",), ("output", "probes"))
        if not free:
            corpus[name + ", misspelt"] = (changed(path, rename), True)
        corpus[name + ", left out"] = (changed(path, remove), False)
    corpus[name + ", a map of nonsense"] = (changed(path, replace({"nonsense": 1})), True)
    corpus[name + ", a list of nonsense"] = (changed(path, replace([{"nonsense": 1}])), True)
    corpus[name + ", null"] = (changed(path, replace(None)), True)
    corpus[name + ", -1"] = (changed(path, replace(-1)), False)
    corpus[name + ", false"] = (changed(path, replace(False)), False)
    corpus[name + ", a foreign unit"] = (changed(path, replace("5 parsec^7")), False)
    corpus[name + ", a word"] = (changed(path, replace("sesame")), False)
for word_path in (("time", "method"), ("checkpoint", "format"), ("numerics", "face_conductivity"),
                  ("domain", "coordinates"), ("units", "temperature"), ("output", "pictures", "colors")):
    corpus[".".join(word_path) + ", no choice"] = (changed(word_path, replace("sesame")), True)
for path, value in ((("time", "safety"), 1.5), (("checkpoint", "keep"), 1), (("domain", "cells"), [32, 0]),
                    (("time", "step"), 0), (("output", "pictures", "width"), 5), (("time", "tolerance"), -1)):
    corpus[".".join(path) + f", {value}"] = (changed(path, replace(value)), True)

files = {}
os.makedirs("corpus", exist_ok=True)
for number, (name, (case, _)) in enumerate(corpus.items()):
    files[name] = f"corpus/{number:04}.yaml"
    with open(files[name], "w") as file:
        yaml.safe_dump(case, file, sort_keys=False)
for path in glob.glob(f"{SOURCE}/configs/**/*.yaml", recursive=True) + glob.glob(f"{SOURCE}/run/templates/*.yaml"):
    with open(path) as file:
        case = yaml.safe_load(file)
    if "base" not in case:
        corpus[path] = (case, True)
        files[path] = path

done = subprocess.run([ISOTHERM, "check", "--format", "json", *files.values()], capture_output=True, text=True)
assert done.returncode == 65, (done.returncode, done.stderr[-500:])
verdicts = {verdict["file"]: verdict for verdict in json.loads(done.stdout)}
wrong = []
refused = 0
for name, (case, structural) in corpus.items():
    good = verdicts[files[name]]["good"]
    fits = validator.is_valid(case)
    refused += not good
    if good and not fits:
        wrong.append(f"{name}: the parser takes it, the schema refuses it")
    if structural and fits and not good:
        wrong.append(f"{name}: the parser refuses it, the schema takes it: {verdicts[files[name]]['errors'][0]}")
assert verdicts[files["full"]]["good"], verdicts[files["full"]]
print(f"{len(corpus)} files, {refused} refused by the parser, {len(wrong)} disagreements")
print("\n".join(wrong[:40]))
assert refused > 300 and not wrong
