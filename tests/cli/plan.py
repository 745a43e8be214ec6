# What plan says before a run is what the run takes: checkpoints to the byte, the whole run folder within 5 %, the peak
# memory of every rank. Times depend on what else the machine does, and are only shown.
# timeout: 240

import glob
import json
import os
import subprocess

WALLS = "left: {temperature: 400}, right: {insulated: true}, bottom: {flux: 100}, top: {convection: {coefficient: 20, ambient: 300}}"
CASES = {
    "general": f"""
title: Two materials, a source, everything written
domain: {{size: [1, 1], cells: [400, 300]}}
materials:
  m: {{conductivity: 1, density: 1, specific_heat: 1}}
  n: {{conductivity: "0.5 + x", density: 2, specific_heat: 1}}
regions: [{{material: m}}, {{material: n, circle: {{center: [0.5, 0.5], radius: 0.3}}}}]
initial: {{temperature: 300}}
sources: [{{power_density: "1e4*sin(t)", circle: {{center: [0.3, 0.3], radius: 0.1}}}}]
boundaries: {{{WALLS}}}
time: {{method: forward-euler, step: 4e-7, end: 4e-4}}
output:
  diagnostics: {{every: 20 steps}}
  snapshots: {{every: 200 steps}}
  pictures: {{every: 200 steps}}
  probes: {{a: [0.5, 0.5], b: [0.9, 0.9]}}
  fields: [temperature, heat_flux]
checkpoint: {{every: 200 steps}}
""",
    "nonlinear": f"""
domain: {{size: [1, 1], cells: [256, 256]}}
materials: {{m: {{conductivity: "1 + 0.001*T", density: 1, specific_heat: "1 + 0.001*T"}}}}
regions: [{{material: m}}]
initial: {{temperature: 300}}
boundaries: {{{WALLS}}}
time: {{method: forward-euler, step: 2e-6, end: 4e-4}}
output: {{diagnostics: {{every: 10 steps}}, snapshots: {{every: 50 steps}}}}
""",
    "raw": f"""
domain: {{size: [1, 1], cells: [1000, 800]}}
materials: {{m: {{conductivity: 1, density: 1, specific_heat: 1}}}}
regions: [{{material: m}}]
initial: {{temperature: 300}}
boundaries: {{{WALLS}}}
time: {{method: forward-euler, step: 2e-7, end: 4e-5}}
output: {{diagnostics: {{every: 10 steps}}, snapshots: {{every: 100 steps}}}}
checkpoint: {{every: 100 steps, format: mpiio}}
""",
}


def isotherm(ranks, *words):
    launcher = [os.environ["MPIEXEC"], "-n", str(ranks)] if ranks > 1 else []
    return subprocess.run([*launcher, os.environ["ISOTHERM"], *words], check=True, capture_output=True, text=True).stdout


worst = 0.0
for name, text in CASES.items():
    with open(f"{name}.yaml", "w") as file:
        file.write(text)
    plan = json.loads(isotherm(1, "plan", f"{name}.yaml", "-n", "2", "--format", "json"))[0]
    isotherm(2, "run", f"{name}.yaml")
    with open(f"{name}.run/summary.json") as file:
        summary = json.load(file)
    assert plan["steps"] == summary["steps"] and plan["method"] == summary["method"], plan

    kept = [os.path.getsize(path) for kind in ("h5", "bin") for path in glob.glob(f"{name}.run/checkpoints/*.{kind}")]
    assert kept and all(size == plan["bytes_of_checkpoint"] for size in kept), (name, kept, plan["bytes_of_checkpoint"])
    total = sum(os.path.getsize(path) for path in glob.glob(f"{name}.run/**", recursive=True) if os.path.isfile(path))
    assert abs(plan["bytes_on_disk"] / total - 1) < 0.05, (name, plan, total)

    ranks = [plan["bytes_of_first_rank"], plan["bytes_per_rank"]]
    off = [planned / peak - 1 for planned, peak in zip(ranks, summary["peak_rss_bytes"])]
    worst = max(worst, *map(abs, off))
    print(f"{name}: disk {plan['bytes_on_disk'] / total - 1:+.1%}, memory " + ", ".join(f"{x:+.1%}" for x in off) +
          f"; time {plan['seconds']:.2f} s, took {summary['wall_seconds']:.2f} s")
assert worst < 0.10 or "ASAN_OPTIONS" in os.environ, worst  # the sanitizers keep what was freed
