#!/usr/bin/env python3
# labels: long
# timeout: 3000
"""Explicit steps: what the machine copies, what a plain sweep does, what isotherm does, on 1 and 2 ranks.

    tests/benchmarks/explicit_steps.py [--build DIR] [--cells N...] [--steps N] [--rounds N] [--json FILE]

Kernels are measured side by side in one process, round by round; the whole program by the wall seconds of
`isotherm run`, with and without diagnostics every 100 steps. Medians; ratios are taken within a round."""
import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys

CASE = """
title: benchmark
domain: {{size: [1, 1], cells: [{n}, {n}]}}
materials:
  a: {{conductivity: 1, density: 1, specific_heat: 1}}
  b: {{conductivity: 2, density: 3, specific_heat: 1}}
regions: [{{material: a}}{disc}]
initial: {{temperature: 300}}
boundaries:
  left: {{temperature: 310}}
  right: {{insulated: true}}
  bottom: {{temperature: 290}}
  top: {{convection: {{coefficient: 5, ambient: 280}}}}
time: {{end: {end!r}, step: {step!r}, method: forward-euler}}
output: {{diagnostics: {{every: {diagnostics}}}}}
checkpoint: {{every: never}}
"""
DISC = ", {material: b, circle: {center: [0.5, 0.5], radius: 0.3}}"


def mpi(ranks, *command):
    environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
    done = subprocess.run([os.environ.get("MPIEXEC", "mpiexec"), "-n", str(ranks), *map(str, command)],
                          env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}")
    return done.stdout


def kernel(arguments, n, ranks, material):
    out = mpi(ranks, arguments.build / "tests/bench_explicit_steps", n, arguments.rounds, material)
    return json.loads(out.splitlines()[-1])


def program(arguments, n, ranks, material, diagnostics):
    """One run of the whole program: its rate in 1e9 updates per second, steps only, and bytes per cell."""
    case = pathlib.Path("case.yaml")
    step = 0.2 / n**2
    case.write_text(CASE.format(n=n, disc=DISC if material == "general" else "", end=step * arguments.steps,
                                step=step, diagnostics=diagnostics))
    mpi(ranks, arguments.build / "isotherm", "run", case, "--out", "run", "--fresh")
    summary = json.loads(pathlib.Path("run/summary.json").read_text())
    work = 1e-9 * n * n * summary["steps"]
    return {"whole_GLUPs": work / summary["wall_seconds"],
            "steps_GLUPs": work / summary["phases"]["steps"],
            "bytes_per_cell": sum(summary["peak_rss_bytes"]) / n**2}


def measure(arguments):
    for n in arguments.cells:
        for material in ("uniform", "general"):
            for ranks in (1, 2):
                row = kernel(arguments, n, ranks, material)
                for name, every in (("program", "never"), ("program_with_diagnostics", "100 steps")):
                    runs = [program(arguments, n, ranks, material, every) for _ in range(arguments.runs)]
                    row[name] = {key: statistics.median(run[key] for run in runs) for key in runs[0]}
                yield row


HEADER = ["cells", "material", "ranks", "copy", "nt copy", "plain", "of copy", "1 by 1", "fused", "x plain", "x stream",
          "program", "x plain", "x stream", "diag.", "B/cell"]


def line(row):
    whole = row["program"]["whole_GLUPs"]
    streaming = row["copy_nontemporal_GBs"] / 16
    return [row["cells"], row["material"], row["ranks"], row["copy_GBs"], row["copy_nontemporal_GBs"],
            row["plain_GLUPs"], row["plain_over_copy"], row["stepped_over_plain"], row["fused_GLUPs"], row["fused_over_plain"],
            row["fused_over_streaming"], whole, whole / row["plain_GLUPs"], whole / streaming,
            row["program_with_diagnostics"]["whole_GLUPs"] / whole, row["program"]["bytes_per_cell"]]


def show(values):
    print(" ".join(f"{v:>8.2f}" if isinstance(v, float) and v != int(v) else
                   f"{v:>8.0f}" if isinstance(v, float) else f"{v:>8}" for v in values), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=os.environ.get("ISOTHERM_BUILD", "build/release"))
    parser.add_argument("--cells", type=int, nargs="+", default=[4096])
    parser.add_argument("--steps", type=int, default=10000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--json", type=pathlib.Path, default=pathlib.Path("explicit_steps.json"))
    arguments = parser.parse_args()
    arguments.build = arguments.build.resolve()
    print("copies in GB/s; plain, fused and program in 1e9 cell updates per second; x stream: over 16 B per "
          "update at the rate of the copy past the caches; 1 by 1: the program's steps where it does not fuse "
          "them, over plain")
    show(HEADER)
    rows = []
    for row in measure(arguments):
        rows.append(row)
        show(line(row))
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
