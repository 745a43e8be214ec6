#!/usr/bin/env python3
"""Runs the cases of configs/verification and prints one table: reference, ours, difference, order.

    _table.py [--long] [--only WORD] [CASE...]

Every case is a folder with case.yaml and answers.yaml (configs/verification/README.md says what stands there). Each
row names a change with which it must fail; the case is run again with it. Ends with 1 unless all rows hold and all of
them fail when they should. Environment: ISOTHERM, MPIEXEC and ISOTHERM_SOURCE, as for every script among the tests.
"""
import argparse
import csv
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(os.environ.get("ISOTHERM_SOURCE", pathlib.Path(__file__).resolve().parents[2]))
RANKS = "2"


def run(case, folder, sets):
    """Runs a case to its end. Returns what went wrong, or nothing."""
    command = [os.environ["MPIEXEC"], "-n", RANKS, os.environ["ISOTHERM"], "run", str(case), "--out", str(folder)]
    for change in sets:
        command += ["--set", change]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL)
    return "" if done.returncode == 0 else "exit %d: %s" % (done.returncode, done.stdout.strip().splitlines()[-1:])


class Folder:
    """The tables of a run folder."""

    def __init__(self, path):
        self.path = path
        self.tables = {}

    def cell(self, name, time):
        table, column = name.split(".", 1)
        if table not in self.tables:
            with open(self.path / (table + ".csv")) as file:
                rows = list(csv.reader(file))
            self.tables[table] = rows[0], [[float(x) for x in row] for row in rows[1:]]
        names, rows = self.tables[table]
        if time is None:
            return rows[-1][names.index(column)]
        near = min(rows, key=lambda row: abs(row[1] - time))
        if abs(near[1] - time) > 1e-9 * max(1.0, abs(time)):
            raise ValueError("%s.csv has no row at t = %g s" % (table, time))
        return near[names.index(column)]

    def value(self, formula, time):
        """A column such as probes.top, or arithmetic with columns: diagnostics.wall_top / 0.5."""
        known = re.sub(r"\b(probes|diagnostics|flows|regions)\.[A-Za-z][\w.-]*",
                       lambda found: repr(self.cell(found.group(0), time)), str(formula))
        return float(eval(known, {"__builtins__": {}}, vars(math)))


def seconds(text):
    """Times are plain seconds in answers.yaml."""
    return None if text is None else float(text)


def allowed(row):
    """`within: 0.1 %` of the reference, or a number in the unit of the value."""
    text = str(row["within"])
    return abs(row["reference"]) * float(text[:-1]) / 100 if text.endswith("%") else float(text)


class Table:
    def __init__(self):
        self.good = True

    def head(self, text):
        print("\n" + text)
        print("  %-36s %-15s %-15s %-10s %-10s %s" % ("", "reference", "ours", "difference", "within", "and fails with"))

    def row(self, name, reference, ours, difference, within, holds, change, fails):
        self.good = self.good and holds and fails
        verdict = ("" if holds else "  <-- WRONG") + ("" if fails else "  <-- DOES NOT FAIL")
        print("  %-36s %-15s %-15s %-10s %-10s %s%s" % (name, reference, ours, difference, within, change, verdict),
              flush=True)

    def fault(self, name, reason):
        self.good = False
        print("  %-36s %s  <-- WRONG" % (name, reason), flush=True)


def as_list(text):
    return [text] if isinstance(text, str) else list(text)


class Case:
    """One folder of configs/verification. Runs are kept, so that rows share them."""

    def __init__(self, folder, scratch):
        self.answers = yaml.safe_load((folder / "answers.yaml").read_text())
        self.file = folder / self.answers.get("case", "case.yaml")
        self.scratch = scratch / folder.name
        self.runs = {}

    def run(self, sets):
        key = tuple(sets)
        if key not in self.runs:
            folder = self.scratch / str(len(self.runs))
            problem = run(self.file, folder, sets)
            self.runs[key] = Folder(folder), problem
        return self.runs[key]

    def value(self, row, sets):
        folder, problem = self.run(sets)
        if problem:
            raise ValueError(problem)
        return folder.value(row["value"], seconds(row.get("at")))

    def print_row(self, table, row):
        base = as_list(row.get("set", []))
        change = row.get("fails", self.answers.get("fails"))
        try:
            ours = self.value(row, base)
            changed = self.value(row, base + [change])
        except (ValueError, OSError, KeyError) as error:
            return table.fault(row["name"], error)
        reference = row["reference"]
        limit = allowed(row)
        table.row(row["name"], "%.9g" % reference, "%.9g" % ours, "%+.2g" % (ours - reference), row["within"],
                  abs(ours - reference) <= limit, change, not abs(changed - reference) <= limit)

    def errors(self, order, more):
        return [abs(self.value(order, as_list(level) + more) - order["reference"]) for level in order["levels"]]

    def print_order(self, table, order):
        """Differences on grids or steps that are halved each time, and the order between the last two."""
        change = order.get("fails", self.answers.get("fails"))
        try:
            errors = self.errors(order, [])
            changed = self.errors(order, [change])
        except (ValueError, OSError, KeyError) as error:
            return table.fault(order["name"], error)
        rates = [math.log2(a / b) for a, b in zip(errors, errors[1:])]
        wrong = [math.log2(a / b) for a, b in zip(changed, changed[1:])]
        near = lambda all_rates: all(abs(rate - order["order"]) <= 0.1 for rate in all_rates)
        table.row(order["name"], "order %g" % order["order"], " ".join("%.3f" % rate for rate in rates),
                  "%.1e" % errors[-1], "0.1", near(rates), change, not near(wrong))

    def print_all(self, table):
        grid = ""
        rows = self.answers.get("rows", [])
        if rows:
            folder, problem = self.run(as_list(rows[0].get("set", [])))
            if not problem:
                domain = yaml.safe_load((folder.path / "case.yaml").read_text())["domain"]
                grid = ", %d x %d cells%s" % (*domain["cells"], ", graded" if "grading" in domain else "")
        table.head(self.answers["title"] + grid + " (" + self.answers["source"] + ")")
        for row in rows:
            self.print_row(table, row)
        for order in self.answers.get("orders", []):
            self.print_order(table, order)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--long", action="store_true", help="the cases marked as long too")
    arguments.add_argument("cases", nargs="*", help="folders of configs/verification; default: all")
    options = arguments.parse_args()
    folder = ROOT / "configs" / "verification"
    names = options.cases or sorted(path.parent.name for path in folder.glob("*/answers.yaml"))
    table = Table()
    with tempfile.TemporaryDirectory() as scratch:
        for name in names:
            case = Case(folder / name, pathlib.Path(scratch))
            if options.long or options.cases or not case.answers.get("long", False):
                case.print_all(table)
    print("\nall rows hold, and each fails with its change" if table.good else "\nsome rows do not hold")
    return 0 if table.good else 1


if __name__ == "__main__":
    sys.exit(main())
