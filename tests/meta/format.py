"""clang-format would change nothing."""

import shutil
import subprocess
import sys

import _source

VERSION = "14."  # Debian 12's; others break lines elsewhere

tree = _source.root()
formatter = next(filter(None, map(shutil.which, ("clang-format-14", "clang-format"))), None)
if formatter is None:
    sys.exit("clang-format is missing: apt-get install clang-format")
version = subprocess.run([formatter, "--version"], capture_output=True, text=True, check=True).stdout
if f"version {VERSION}" not in version:
    print(f"skipped: the style is that of clang-format {VERSION}x, here is {version.strip()}")
    sys.exit(77)

done = subprocess.run([formatter, "--dry-run", "--Werror", *_source.cpp_files(tree)],
                      cwd=tree, capture_output=True, text=True, check=False)
untidy = sorted({line.split(":")[0] for line in done.stderr.splitlines() if ": error:" in line})
if done.returncode != 0 and not untidy:
    sys.exit(done.stderr)
_source.report([f"{path}: clang-format -i {path}" for path in untidy])
