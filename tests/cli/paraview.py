# ParaView opens the snapshots, one by one with its NetCDF reader and all at once by snapshots.xdmf: the right times,
# places and values, on equally spaced and on graded grids. Each is rendered once.
# labels: long
# timeout: 600

import json
import os
import shutil
import struct
import subprocess
import sys
import zlib

import h5py
import numpy

if not (shutil.which("pvbatch") and shutil.which("xvfb-run")):
    print("skipped: no ParaView, or no xvfb")
    sys.exit(77)

CASE = """
domain: {{size: [60 mm, 40 mm], cells: [60, 40], origin: [10 mm, -5 mm]{}}}
materials: {{steel: {{conductivity: 15, density: 7900, specific_heat: 500}}}}
regions: [{{material: steel}}]
initial: {{temperature: "300 + 1e4*x*y"}}
boundaries: {{left: {{temperature: 400}}, right: {{insulated: true}}, bottom: {{insulated: true}}, top: {{insulated: true}}}}
time: {{end: 2 s, step: 0.01 s}}
output: {{snapshots: {{every: 100 steps}}}}
"""
LOOK = """
import json, sys
from paraview.simple import *
from paraview.vtk.util.numpy_support import vtk_to_numpy

kind, folder, picture, *files = sys.argv[1:]
if kind == "netcdf":
    reader = NetCDFReader(FileName=files)
    reader.Dimensions = "(y, x)"
else:
    reader = XDMFReader(FileNames=files)
reader.UpdatePipelineInformation()
times = list(reader.TimestepValues)
seen = []
for time in times:
    reader.UpdatePipeline(time)
    data = reader.GetClientSideObject().GetOutputDataObject(0)  # Fetch spoils graded grids on their way
    if data.IsA("vtkCompositeDataSet"):
        data = data.GetBlock(0)
    values = vtk_to_numpy(data.GetPointData().GetArray("temperature")).tolist()
    seen.append({"time": time, "bounds": data.GetBounds(), "kind": data.GetClassName(), "values": values})
with open(folder + "/seen.json", "w") as out:
    json.dump(seen, out)
view = CreateView("RenderView")
view.ViewSize = [400, 300]
shown = Show(reader, view)
ColorBy(shown, ("POINTS", "temperature"))
shown.RescaleTransferFunctionToDataRange(True)
view.ViewTime = times[-1]
ResetCamera(view)
SaveScreenshot(picture, view)
"""
with open("look.py", "w") as file:
    file.write(LOOK)


def pixels(path):
    """The RGB pixels of a PNG without interlace, by the filters of its rows."""
    with open(path, "rb") as file:
        data = file.read()
    at, body, header = 8, b"", None
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        header = struct.unpack(">IIBB", data[at + 8:at + 18]) if kind == b"IHDR" else header
        body += data[at + 8:at + 8 + size] if kind == b"IDAT" else b""
        at += size + 12
    width, height, _, color = header
    depth = {2: 3, 6: 4}[color]
    raw, rows = zlib.decompress(body), numpy.zeros((height + 1, (width + 1) * depth), dtype=numpy.int64)
    for y in range(height):
        line = raw[y * (width * depth + 1):(y + 1) * (width * depth + 1)]
        for k, value in enumerate(line[1:], start=depth):
            left, up, corner = rows[y + 1, k - depth], rows[y, k], rows[y, k - depth]
            near = min((abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner))[2]
            rows[y + 1, k] = (value + (0, left, up, (left + up) // 2, near)[line[0]]) % 256
    return rows[1:, depth:].reshape(height, width, depth)[:, :, :3]


def look(tasks):
    """Runs look.py on (kind, name, files) each, on one screen that nobody sees."""
    lines = [" ".join(["pvbatch", "look.py", kind, name, f"{name}/picture.png", *files]) for kind, name, files in tasks]
    # pvbatch is a program of MPI, and this is not one of the launcher's.
    alone = {k: v for k, v in os.environ.items() if not k.startswith(("PMIX", "OMPI_COMM"))}
    for _ in range(3):  # the X server may be late
        done = subprocess.run(["xvfb-run", "-a", "bash", "-c", " && ".join(lines)], capture_output=True, text=True,
                              timeout=300, env=alone)
        if done.returncode == 0:
            return
    raise AssertionError(done.stdout[-1000:] + done.stderr[-1000:])


tasks = []
for grid, grading in (("equal", ""), ("graded", ", grading: {x: {ratio: 1.05}}")):
    with open(f"{grid}.yaml", "w") as file:
        file.write(CASE.format(grading))
    subprocess.run([os.environ["MPIEXEC"], "-n", "2", os.environ["ISOTHERM"], "run", f"{grid}.yaml"], check=True,
                   stdout=subprocess.DEVNULL)
    names = [f"{grid}.run/snapshots/step-{step:09}.nc" for step in (0, 100, 200)]
    tasks += [("netcdf", f"{grid}-netcdf", names), ("xdmf", f"{grid}-xdmf", [f"{grid}.run/snapshots/snapshots.xdmf"])]
for _, name, _ in tasks:
    os.makedirs(name)
look(tasks)
for kind, task, _ in tasks:
    with open(f"{task}/seen.json") as file:
        seen = json.load(file)
    grid = task.split("-")[0]
    names = [f"{grid}.run/snapshots/step-{step:09}.nc" for step in (0, 100, 200)]
    assert [round(state["time"], 9) for state in seen] == [0.0, 1.0, 2.0], seen
    for state, name in zip(seen, names):
        with h5py.File(name) as file:
            values, x, y = file["temperature"][0], file["x"][:], file["y"][:]
        assert numpy.array_equal(numpy.array(state["values"]).reshape(values.shape), values), (grid, kind, state["time"])
        low, high = numpy.array(state["bounds"])[0::2], numpy.array(state["bounds"])[1::2]
        assert numpy.allclose(low[:2], [x[0], y[0]], rtol=1e-12), state["bounds"]
        assert numpy.allclose(high[:2], [x[-1], y[-1]], rtol=1e-12), state["bounds"]
        assert low[2] == high[2] == 0, state["bounds"]
    image = pixels(f"{task}/picture.png")
    colors = len(numpy.unique(image.reshape(-1, 3), axis=0))
    assert image.shape == (300, 400, 3) and colors > 50, (image.shape, colors)
    print(f"{grid} grid, {kind}: {seen[0]['kind']}, {len(seen)} times, {values.size} values alike, {colors} colours")
