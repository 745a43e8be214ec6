"""The commands of a document: fenced blocks of sh, each command on a line.

A word after sh says more: `fails` (exit status 65), `differs` (1), `slurm` (only with --slurm).
"""

import os
import re
import subprocess


def commands(path):
    """Pairs of a command and the word after sh."""
    with open(path) as file:
        text = file.read()
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
