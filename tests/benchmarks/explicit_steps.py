#!/usr/bin/env python3
# labels: long
# timeout: 3000
"""Explicit steps: what the machine copies, what a plain sweep does, what isotherm does, on 1 and 2 ranks.

    tests/benchmarks/explicit_steps.py [--build DIR] [--cells N...] [--steps N] [--turns N] [--json FILE]

Kernels are measured side by side in one process, round by round; the whole program by the wall seconds of
`isotherm run`, with and without diagnostics every 100 steps. Medians; ratios are taken within a turn."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

CASE = """
title: benchmark
domain: {{size: [1, {height}], cells: [{n}, {rows}]}}
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


def mpi(ranks, *command, **settings):
    environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
                       **settings)
    done = subprocess.run([os.environ.get("MPIEXEC", "mpiexec"), "-n", str(ranks), *map(str, command)],
                          env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}")
    return done.stdout


def kernel(arguments, n, ranks, material):
    out = mpi(ranks, arguments.build / "tests/bench_explicit_steps", n, arguments.rounds, material)
    return json.loads(out.splitlines()[-1])


def program(arguments, n, ranks, material, diagnostics="never", rows=None, name="run", **settings):
    """One run of the whole program: its rate in 1e9 updates per second, and bytes per cell."""
    rows = rows or n
    case = pathlib.Path(f"{name}.yaml")
    step = 0.2 / n**2
    case.write_text(CASE.format(n=n, rows=rows, height=rows / n, disc=DISC if material == "general" else "",
                                end=step * arguments.steps, step=step, diagnostics=diagnostics))
    shutil.rmtree(name, ignore_errors=True)  # not in the run's own time
    mpi(ranks, arguments.build / "isotherm", "run", case, "--out", name, **settings)
    summary = json.loads(pathlib.Path(name, "summary.json").read_text())
    return {"whole_GLUPs": 1e-9 * n * rows * summary["steps"] / summary["wall_seconds"],
            "bytes_per_cell": sum(summary["peak_rss_bytes"]) / (n * rows)}


def apart(arguments, n, ranks, material):
    """The rate of so many programs of one rank side by side, each with its share of the rows: what the machine gives
    to ranks that have nothing to do with each other."""
    unbound = {"OMPI_MCA_hwloc_base_binding_policy": "none"}  # or all of them would be bound to the same core
    with concurrent.futures.ThreadPoolExecutor() as pool:
        runs = [pool.submit(program, arguments, n, 1, material, rows=n // ranks, name=f"apart{rank}", **unbound)
                for rank in range(ranks)]
    return sum(run.result()["whole_GLUPs"] for run in runs)


def turn(arguments, n, ranks, material):
    """Everything once: the numbers of a line of the table by column, without that of 2 ranks over 1."""
    row = kernel(arguments, n, ranks, material)
    alone, observed = (program(arguments, n, ranks, material, every) for every in ("never", "100 steps"))
    whole = alone["whole_GLUPs"]
    return {"copy": row["copy_GBs"], "nt copy": row["copy_nontemporal_GBs"], "plain": row["plain_GLUPs"],
            "of copy": row["plain_over_copy"], "1 by 1": row["stepped_over_plain"], "fused": row["fused_GLUPs"],
            "x plain": row["fused_over_plain"], "x strm": row["fused_over_streaming"], "program": whole,
            "p x plain": whole / row["plain_GLUPs"], "p x strm": whole / row["copy_nontemporal_GBs"] * 16,
            "diag.": observed["whole_GLUPs"] / whole, "B/cell": alone["bytes_per_cell"]}


def measure(arguments):
    """For each grid and material its two lines: medians over the turns."""
    for n in arguments.cells:
        for material in ("uniform", "general"):
            turns = {1: [], 2: []}
            for _ in range(arguments.turns):
                for ranks in turns:
                    turns[ranks].append(turn(arguments, n, ranks, material))
                one, two = turns[1][-1], turns[2][-1]
                two["f 2 / 1"] = two["fused"] / one["fused"]
                two["p 2 / 1"] = two["program"] / one["program"]
                two["apart"] = apart(arguments, n, 2, material) / one["program"]
            for ranks, rows in turns.items():
                medians = {column: statistics.median(row[column] for row in rows) for column in rows[0]}
                yield {"cells": n, "material": material, "ranks": ranks, **medians, "turns": rows}


COLUMNS = ["cells", "material", "ranks", "copy", "nt copy", "plain", "of copy", "1 by 1", "fused", "x plain", "x strm",
           "f 2 / 1", "program", "p x plain", "p x strm", "p 2 / 1", "apart", "diag.", "B/cell"]


def show(values):
    print(" ".join(f"{v:>9.2f}" if isinstance(v, float) else f"{v:>9}" for v in values), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--build", type=pathlib.Path, default=os.environ.get("ISOTHERM_BUILD", "build/release"))
    parser.add_argument("--cells", type=int, nargs="+", default=[4096])
    parser.add_argument("--steps", type=int, default=10000)
    parser.add_argument("--rounds", type=int, default=3, help="of the kernels, in each turn")
    parser.add_argument("--turns", type=int, default=3, help="of kernels and programs")
    parser.add_argument("--json", type=pathlib.Path, default=pathlib.Path("explicit_steps.json"))
    arguments = parser.parse_args()
    arguments.build = arguments.build.resolve()
    print("copies in GB/s; plain, fused and program in 1e9 cell updates per second; strm: over 16 B per update at the "
          "rate of the copy past the caches; 1 by 1: the program's steps where it does not fuse them, over plain; "
          "2 / 1: 2 ranks over 1; apart: two programs that share nothing over one")
    show(COLUMNS)
    rows = []
    for row in measure(arguments):
        rows.append(row)
        show(row.get(column, "") for column in COLUMNS)
        arguments.json.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
