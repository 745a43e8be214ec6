# What progress and status.json cost a run, in instructions: counted by callgrind for one rank, with as many looks as fit
# into the time that the run takes without callgrind. Less than 0.1 %.
# labels: long
# timeout: 1500

import collections
import json
import os
import re
import shutil
import subprocess
import sys

SECONDS_BETWEEN_LOOKS = 0.5
MOST = 1e-3
CASE = """
domain: {{size: [1, 1], cells: [{0}, {0}]}}
materials: {{m: {{conductivity: 1, density: 1, specific_heat: 1}}}}
regions: [{{material: m}}]
initial: {{temperature: "300 + x"}}
boundaries: {{left: {{temperature: 300}}, right: {{insulated: true}}, bottom: {{insulated: true}}, top: {{insulated: true}}}}
time: {{method: forward-euler, end: 1e6}}
output: {{diagnostics: {{every: 1000 steps}}, snapshots: {{every: never}}}}
checkpoint: {{every: never}}
"""

if not shutil.which("valgrind"):
    print("skipped: no valgrind")
    sys.exit(77)
portable = subprocess.run([os.environ["ISOTHERM_SOURCE"] + "/tests/support/portable_build"], check=True,
                          capture_output=True, text=True).stdout.strip()


def calls_and_cost(profile):
    """Of a profile of callgrind: instructions by function alone, and calls and inclusive instructions by pair of caller
    and called."""
    names, alone, calls, inclusive = {}, collections.Counter(), collections.Counter(), collections.Counter()

    def name_of(text):
        number, name = re.match(r"\((\d+)\)(?: (.*))?", text).groups()
        return names.setdefault(number, name)

    caller = called = None
    count = 0
    with open(profile) as file:
        for line in file:
            if line.startswith("fn="):
                caller = name_of(line[3:].strip())
            elif line.startswith("cfn="):
                called = name_of(line[4:].strip())
            elif line.startswith("calls="):
                count = int(line[6:].split()[0])
            elif re.match(r"[+\-*\d]", line):
                cost = int(line.split()[-1])
                if count:
                    calls[caller, called] += count
                    inclusive[caller, called] += cost
                    count = 0
                else:
                    alone[caller] += cost
    return alone, calls, inclusive


def run(cells, steps, *prefix):
    name = f"{cells}.run"
    line = [*prefix, portable, "run", f"{cells}.yaml", "--out", name, "--fresh", "--steps", str(steps)]
    done = subprocess.run(line, capture_output=True, text=True)
    assert done.returncode == 75, done.stdout[-500:] + done.stderr[-500:]
    with open(f"{name}/summary.json") as file:
        return json.load(file)


for cells, steps in ((32, 200_000), (256, 20_000), (1024, 1000)):
    with open(f"{cells}.yaml", "w") as file:
        file.write(CASE.format(cells))
    seconds = min(run(cells, steps)["phases"]["steps"] for _ in range(3))
    run(cells, steps, "valgrind", "-q", "--tool=callgrind", f"--callgrind-out-file={cells}.profile")
    alone, calls, inclusive = calls_and_cost(f"{cells}.profile")
    total = sum(alone.values())
    show = next(name for name in alone if name and "Progress::show" in name)
    parts = {called: cost for (caller, called), cost in inclusive.items() if caller == show}
    always = alone[show] + sum(cost for called, cost in parts.items() if "clock" in called or "now" in called)
    looks = sum(n for (caller, called), n in calls.items() if caller == show and "write_status" in called)
    assert looks > 0, parts
    look = (sum(parts.values()) + alone[show] - always) / looks
    share = (always + look * seconds / SECONDS_BETWEEN_LOOKS) / total
    asked = sum(n for (_, called), n in calls.items() if called == show)
    print(f"{cells} x {cells}: {total / 1e9:.2f}e9 instructions of {steps} steps in {seconds:.2f} s; asked {asked} times, "
          f"{look:.0f} instructions for a look each {SECONDS_BETWEEN_LOOKS} s: {100 * share:.4f} % of the run")
    assert share < MOST, share
