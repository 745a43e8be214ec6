"""The files of the source tree and the includes in them, for the checks beside this file."""

import os
import pathlib
import re
import subprocess
import sys

LAYERS = ("physics", "solver", "io", "run")
IGNORED = re.compile(r"\.git/|build(-[^/]*)?/|[^/]*\.run/")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)


def root():
    """The source tree: ISOTHERM_SOURCE, or the tree that holds this file."""
    return pathlib.Path(os.environ.get("ISOTHERM_SOURCE", pathlib.Path(__file__).resolve().parents[2]))


def git(tree, *arguments):
    """The lines that git prints, or None where the tree itself is no repository."""
    command = ["git", "-c", f"safe.directory={tree}", "-C", str(tree), *arguments]
    environment = dict(os.environ, GIT_CEILING_DIRECTORIES=str(tree.parent))
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    except FileNotFoundError:
        return None
    return done.stdout.splitlines() if done.returncode == 0 else None


def files(tree):
    """Paths relative to the tree, sorted: what git tracks or would track; without git, what lies there."""
    listed = git(tree, "ls-files", "--cached", "--others", "--exclude-standard")
    if listed is None:
        listed = [
            str(path.relative_to(tree))
            for path in tree.rglob("*")
            if path.is_file() and not IGNORED.match(str(path.relative_to(tree)))
        ]
    return sorted(path for path in set(listed) if (tree / path).is_file())


def cpp_files(tree):
    return [path for path in files(tree) if path.endswith((".cpp", ".hpp"))]


def read(tree, path):
    return (tree / path).read_text(encoding="utf-8")


def includes(tree, path):
    """Pairs (bracket, header) in the order of the file."""
    return INCLUDE.findall(read(tree, path))


def report(complaints):
    """Prints each complaint and ends the check: status 1 if there are any."""
    for complaint in complaints:
        print(complaint)
    print(f"{len(complaints)} complaint(s)")
    sys.exit(1 if complaints else 0)
