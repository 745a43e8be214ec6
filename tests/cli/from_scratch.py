# The commands of the README that build, in a copy of the source tree as a clone has it: quickstart, then by hand.
# labels: long
# timeout: 1800

import os
import re
import shutil
import subprocess
import sys

SOURCE = os.environ["ISOTHERM_SOURCE"]
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from _document import commands  # noqa: E402

listed = subprocess.run(["git", "-c", "safe.directory=*", "-C", SOURCE, "ls-files", "-z"], capture_output=True, text=True)
if listed.returncode != 0:
    print("skipped: no git repository")
    sys.exit(77)
for name in listed.stdout.split("\0"):
    if name and os.path.exists(f"{SOURCE}/{name}"):
        os.makedirs(os.path.dirname(f"clone/{name}"), exist_ok=True)
        shutil.copy(f"{SOURCE}/{name}", f"clone/{name}")

environment = {**os.environ, "HOME": os.path.abspath("home")}
if shutil.which("ccache"):
    environment.update(CMAKE_CXX_COMPILER_LAUNCHER="ccache", CCACHE_BASEDIR=os.getcwd(),
                       CCACHE_DIR=os.environ.get("CCACHE_DIR", os.path.expanduser("~/.cache/ccache")))
os.mkdir("home")
for line, word in commands("clone/README.md"):
    if word == "build":
        done = subprocess.run(["bash", "-c", line], cwd="clone", env=environment, capture_output=True, text=True)
        print(f"$ {line}\n{done.stdout[-4000:]}{done.stderr[-4000:]}", flush=True)
        assert done.returncode == 0, f"'{line}' ended with {done.returncode}"
        assert "\x1b" not in done.stdout and "\r" not in done.stdout, f"{line} prints control characters"

for file in ("chip.run/report.html", "chip.run/summary.json", "chip.run/pictures"):
    assert os.path.exists(f"clone/{file}"), file
installed = os.path.abspath("home/.local/bin/isotherm")
version = subprocess.run([installed, "--version"], check=True, capture_output=True, text=True).stdout
assert re.match(r"isotherm \d", version), version
