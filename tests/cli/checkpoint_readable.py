# HDF5 checkpoints are read by h5py as the design says, and outside /provenance they do not depend on the number of
# ranks; neither do raw ones, bit by bit.
# ranks: 4

import json
import os
import subprocess
import sys

try:
    import h5py
    import numpy
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

CASE = """
title: Readable checkpoints
domain: {size: [131 mm, 53 mm], cells: [131, 53]}
materials:
  copper: {conductivity: 390, density: 8930, specific_heat: 385}
  steel: {conductivity: 15, density: 7900, specific_heat: 500}
regions:
  - {material: copper}
  - {material: steel, circle: {center: [60 mm, 25 mm], radius: 15 mm}}
initial: {temperature: "300 + 1e3*x + 50*sin(100*y)"}
boundaries:
  left: {convection: {coefficient: 100, ambient: 350}}
  right: {flux: 1000}
  bottom: {insulated: true}
  top: {temperature: "300 + t"}
time: {end: 0.1 s, step: 0.001 s}
checkpoint: {every: never}
"""

with open("case.yaml", "w") as file:
    file.write(CASE)


def run(ranks, checkpoint_format):
    out = f"{checkpoint_format}{ranks}"
    command = [os.environ["MPIEXEC"], "-n", str(ranks), os.environ["ISOTHERM"], "run", "case.yaml", "--out", out]
    subprocess.run(command + ["--set", f"checkpoint.format={checkpoint_format}"], check=True, stdout=subprocess.DEVNULL)
    return f"{out}/checkpoints/step-000000100"


def contents(path):
    """All attributes and datasets outside /provenance, as bytes."""
    found = {}

    def take(name, thing):
        if name.startswith("provenance"):
            return
        for key in thing.attrs:
            value = numpy.asarray(thing.attrs[key])
            found[f"{name}@{key}"] = value.tobytes() if value.dtype != object else str(value).encode()
        if isinstance(thing, h5py.Dataset):
            found[name] = thing[()].tobytes()

    with h5py.File(path) as file:
        take("", file)
        file.visititems(take)
    return found


one = run(1, "hdf5") + ".h5"
with h5py.File(one) as file:
    temperature = file["temperature"]
    assert temperature.shape == (53, 131) and temperature.dtype == numpy.float64
    assert temperature.chunks is None, "the layout is contiguous"
    assert file.attrs["step"] == 100 and file.attrs["format_version"] == 1
    assert abs(file.attrs["time"] - 0.1) < 1e-15
    assert b"Readable checkpoints" in file.attrs["case"]
    assert len(temperature.attrs["checksums"]) == 1
    assert file["provenance"].attrs["ranks"] == b"1"
    cells = temperature[()].tobytes()

with open(one, "rb") as file:  # the description that the checksums protect is JSON at the beginning of the file
    first_line = file.readline()
    length = json.loads(first_line.rstrip(b",\n") + b"}")["bytes"]
    file.seek(0)
    assert json.loads(file.read(length))["state"]["step"] == 100

reference = contents(one)
for ranks in (2, 3, 4):
    other = contents(run(ranks, "hdf5") + ".h5")
    assert other.keys() == reference.keys(), other.keys() ^ reference.keys()
    differing = [key for key in reference if other[key] != reference[key]]
    assert not differing, f"{ranks} ranks: {differing}"

for ranks in (1, 4):
    with open(run(ranks, "mpiio") + ".bin", "rb") as file:
        raw = file.read()
    assert raw[16:] == cells, ranks
print("checkpoints are the same on any number of ranks;", len(reference), "items compared")
