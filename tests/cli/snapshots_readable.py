# Snapshots are netCDF-4 that others read: h5py, xarray with both of its engines, and ncdump of the netCDF library
# see the right shapes, units, times and values. The values are those of the raw checkpoint and its fingerprint.
# ranks: 3

import hashlib
import json
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree

try:
    import h5py
    import numpy
    import xarray
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

CASE = """
title: Readable snapshots
domain: {size: [67 mm, 41 mm], cells: [67, 41], origin: [10 mm, -5 mm]}
materials:
  steel: {conductivity: 15, density: 7900, specific_heat: 500}
regions:
  - {material: steel}
  - {void: {insulated: true}, circle: {center: [40 mm, 15 mm], radius: 8 mm}}
initial: {temperature: "300 + 1e4*x*y"}
boundaries:
  left: {temperature: 400}
  right: {insulated: true}
  bottom: {insulated: true}
  top: {insulated: true}
time: {end: 2 s, step: 0.01 s}
output: {snapshots: {every: 100 steps}}
checkpoint: {every: never, format: mpiio}
"""

with open("case.yaml", "w") as file:
    file.write(CASE)
subprocess.run([os.environ["MPIEXEC"], "-n", "3", os.environ["ISOTHERM"], "run", "case.yaml"], check=True)

with open("case.run/checkpoints/step-000000200.bin", "rb") as file:
    ny, nx = struct.unpack("<qq", file.read(16))
    cells = file.read()
assert (ny, nx) == (41, 67), (ny, nx)
expected = numpy.frombuffer(cells).reshape(ny, nx)
with open("case.run/summary.json") as file:
    assert json.load(file)["temperature_sha256"] == hashlib.sha256(cells).hexdigest()

x = 0.010 + (numpy.arange(67) + 0.5) * 1e-3
y = -0.005 + (numpy.arange(41) + 0.5) * 1e-3
inside_void = (x[None, :] - 0.040) ** 2 + (y[:, None] - 0.015) ** 2 < 0.008**2
assert numpy.isnan(expected[inside_void]).all() and not numpy.isnan(expected[~inside_void]).any()


def same(a, b):
    return numpy.array_equal(a, b, equal_nan=True)


last = "case.run/snapshots/step-000000200.nc"
with h5py.File(last) as file:
    assert same(file["temperature"][0], expected)
    assert file["temperature"].maxshape == (None, 41, 67)
    assert [d[0].name for d in file["temperature"].dims] == ["/time", "/y", "/x"]
    assert h5py.h5ds.is_scale(file["time"].id)

for engine in ("netcdf4", "h5netcdf"):
    with xarray.open_dataset(last, engine=engine) as data:
        assert data.temperature.dims == ("time", "y", "x")
        assert same(data.temperature.values[0], expected)
        assert data.temperature.units == "K"
        assert data.time.values.tolist() == [2.0]
        assert numpy.allclose(data.x, x, rtol=1e-14) and numpy.allclose(data.y, y, rtol=1e-14, atol=1e-17)
        assert data.Conventions.startswith("CF-") and data.title == "Readable snapshots"
        assert data.encoding["unlimited_dims"] == {"time"}

# ncdump, and with it every program of the netCDF library.
text = subprocess.run(["ncdump", "-p", "9,17", last], check=True, capture_output=True, text=True).stdout
for said in ("temperature(time, y, x)", 'temperature:units = "K"', "time = UNLIMITED ; // (1 currently)", "y = 41", "x = 67"):
    assert said in text, (said, text[:2000])


def dumped(name):
    numbers = re.search(rf"^ {name} =\s([^;]*);", text[text.index("data:"):], re.M).group(1)
    return numpy.array([float(number) for number in numbers.replace("_", "nan").split(",")])


assert same(dumped("temperature").reshape(41, 67), expected)
assert dumped("time").tolist() == [2.0] and numpy.allclose(dumped("x"), x, rtol=1e-14)

names = [f"case.run/snapshots/step-{step:09}.nc" for step in (0, 100, 200)]
with xarray.concat([xarray.load_dataset(name) for name in names], dim="time") as series:
    assert series.time.values.tolist() == [0.0, 1.0, 2.0]
    start = 300 + 1e4 * x[None, :] * y[:, None]
    assert numpy.allclose(series.temperature[0].values[~inside_void], start[~inside_void], rtol=1e-12)

# The list for ParaView names every snapshot, its time, and datasets of the right size.
grids = xml.etree.ElementTree.parse("case.run/snapshots/snapshots.xdmf").findall(".//Grid[@GridType='Uniform']")
assert [float(grid.find("Time").get("Value")) for grid in grids] == [0.0, 1.0, 2.0]
for grid in grids:
    item = grid.find("Attribute/DataItem")
    name, dataset = item.text.split(":")
    with h5py.File(f"case.run/snapshots/{name}") as file:
        assert file[dataset].shape == tuple(int(n) for n in item.get("Dimensions").split())
print("snapshots are read by ncdump, h5py", h5py.__version__, "and xarray", xarray.__version__)
