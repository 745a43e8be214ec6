# Every command of the README, in its order, and its cases. Those that build are run by cli-from_scratch.
# ranks: 4
# timeout: 300

import os
import re
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _document import commands, run  # noqa: E402

README = os.environ["ISOTHERM_SOURCE"] + "/README.md"
THE_TESTS = ["./tests/run", "cmake --preset release && cmake --build --preset release", "ctest --preset release -L unit"]

lines = list(commands(README))
assert {word for _, word in lines} == {"", "differs", "build", "tests"}, lines
assert [re.sub(" +#.*", "", line) for line, word in lines if word == "tests"] == THE_TESTS
for line, word in lines:
    if word not in ("build", "tests"):
        run(line, word)
for file in ("plate.run/report.html", "longer.run/summary.json", "study.study/report.html"):
    assert os.path.getsize(file) > 100, file

with open(README) as file:
    cases = re.findall(r"^```yaml\n(.*?)^```$", file.read(), re.S | re.M)
assert len(cases) == 2 and cases[0].count("\n") == 10, cases
for number, case in enumerate(cases):
    with open(f"case{number}.yaml", "w") as file:
        file.write(case)
    said = run(f"isotherm check case{number}.yaml", "")
    assert "warning" not in said
    run(f"mpiexec -n 2 isotherm run case{number}.yaml", "")
    assert os.path.exists(f"case{number}.run/report.html")
