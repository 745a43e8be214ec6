"""The commands of a document: fenced blocks of sh, each command on a line.

A word after sh says more: `fails` (exit status 65), `differs` (1); `slurm` (a machine with Slurm), `build` (a fresh
source tree) and `tests` (the tests themselves) say what else is needed.
"""

import os
import re
import subprocess


def commands(path):
    """Pairs of a command and the word after sh. What looks like a command elsewhere would be forgotten: an error."""
    with open(path) as file:
        text = file.read()
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.S | re.M)
    stray = re.findall(r"^(?: {4}|\t)(?:\./|run/\S|tests/\S|isotherm |mpiexec |cmake |ctest |sbatch ).*", prose, re.M)
    assert not stray, f"{path}: commands outside of blocks of sh: {stray}"
    for word, block in re.findall(r"^```sh *(\w*)\n(.*?)^```$", text, re.S | re.M):
        for line in block.splitlines():
            if line.strip():
                yield line, word


def environment():
    """The program and the launcher under their plain names."""
    os.makedirs("bin", exist_ok=True)
    for name, target in (("isotherm", os.environ["ISOTHERM"]), ("mpiexec", os.environ["MPIEXEC"])):
        if not os.path.lexists(f"bin/{name}"):
            os.symlink(target, f"bin/{name}")
    return {**os.environ, "PATH": os.path.abspath("bin") + ":" + os.environ["PATH"]}


def run(line, word):
    """Runs a line and demands its exit status; returns what it printed."""
    status = {"fails": 65, "differs": 1}.get(word, 0)
    done = subprocess.run(["bash", "-c", line], env=environment(), capture_output=True, text=True)
    print(f"$ {line}\n{done.stdout}{done.stderr}")
    assert done.returncode == status, f"'{line}' ended with {done.returncode} instead of {status}"
    return done.stdout + done.stderr
