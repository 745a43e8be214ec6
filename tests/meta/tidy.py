# timeout: 600
"""clang-tidy has nothing to say: of the files changed since HEAD's parent, or of all with ISOTHERM_TIDY=all."""

import concurrent.futures
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

import _source

# What GCC's command lines hold and clang does not know, and GCC's precompiled header, which it cannot read.
GCC_ONLY = {"-fpch-preprocess", "-Winvalid-pch"}


def changed(tree):
    """Our C++ files that differ from HEAD's parent, uncommitted ones included; all of them where git cannot say."""
    everything = _source.cpp_files(tree)
    if os.environ.get("ISOTHERM_TIDY") == "all":
        return everything
    base = "HEAD~1" if _source.git(tree, "rev-parse", "--verify", "-q", "HEAD~1") else "HEAD"
    different = _source.git(tree, "diff", "--name-only", base)
    untracked = _source.git(tree, "ls-files", "--others", "--exclude-standard")
    if different is None or untracked is None:
        return everything
    return sorted(set(everything) & set(different + untracked))


def clang_command(entry):
    """The arguments of a compile command as clang takes them."""
    words = entry["command"].split()
    first = next(i for i, word in enumerate(words) if word.endswith(("++", "g++", "mpicxx", "clang++")))
    kept = []
    skip_next = False
    for word, following in zip(words[first:], words[first + 1:] + [""]):
        if skip_next:
            skip_next = False
        elif word == "-include" and "cmake_pch" in following:
            skip_next = True
        elif word not in GCC_ONLY:
            kept.append(word)
    return " ".join(kept)


def sources_to_check(tree, database):
    """Sources that changed; for a changed header the first source that includes it."""
    sources = {os.path.relpath(entry["file"], tree): entry for entry in database}
    wanted = set()
    for path in changed(tree):
        if path in sources:
            wanted.add(path)
        elif path.endswith(".hpp"):
            users = [s for s in sources if not s.startswith("..") and ('"', path) in _source.includes(tree, s)]
            wanted.update(sorted(users, key=lambda s: (pathlib.Path(s).stem != pathlib.Path(path).stem, s))[:1])
    return {path: sources[path] for path in sorted(wanted)}


def check(tidy, folder, tree, path):
    done = subprocess.run([tidy, "--quiet", "-p", folder, str(tree / path)], capture_output=True, text=True, check=False)
    return f"{path}:\n{done.stdout}{done.stderr}" if done.returncode != 0 else None


def main():
    tree = _source.root()
    tidy = next(filter(None, map(shutil.which, ("clang-tidy-14", "clang-tidy"))), None)
    if tidy is None:
        sys.exit("clang-tidy is missing: apt-get install clang-tidy")
    with open(pathlib.Path(os.environ["ISOTHERM_BUILD"]) / "compile_commands.json", encoding="utf-8") as file:
        database = json.load(file)
    chosen = sources_to_check(tree, database)
    print(f"{len(chosen)} source(s): {' '.join(chosen)}")
    with tempfile.TemporaryDirectory() as folder:
        entries = [{**entry, "command": clang_command(entry)} for entry in chosen.values()]
        (pathlib.Path(folder) / "compile_commands.json").write_text(json.dumps(entries), encoding="utf-8")
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            found = list(pool.map(lambda path: check(tidy, folder, tree, path), chosen))
    _source.report([complaint for complaint in found if complaint])


main()
