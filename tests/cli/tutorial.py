# Every command of the tutorial, in its order; those for Slurm are run by batch-tutorial.
# timeout: 300

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _document import commands, run  # noqa: E402

lines = list(commands(os.environ["ISOTHERM_SOURCE"] + "/configs/TUTORIAL.md"))
assert len(lines) > 20, lines
for line, word in lines:
    if word == "slurm":
        continue
    said = run(line, word)
    assert "\x1b" not in said and "\r" not in said, f"{line} prints control characters where nobody looks"
    wide = [text for text in said.splitlines() if len(text) > 80]
    assert not wide or not line.startswith(tuple(f"isotherm {name}" for name in ("plan", "watch", "init", "explain"))), (line, wide)
for file in ("plate.run/report.html", "flux.png", "windy.run/summary.json", "study.study/results.csv", "study.study/report.html"):
    assert os.path.getsize(file) > 100, file
