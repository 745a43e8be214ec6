"""The table of the design: which folder may include what. A folder's rule is that of its longest prefix here."""

import collections
import posixpath

import _source

# Folders of ours that a folder may include, besides itself.
OURS = {
    "physics": (),
    "solver/parallel": (),
    # geometry.hpp holds the words for sides and coordinates, which name a subdomain's sides as well.
    "solver/grid": ("solver/parallel", "physics/geometry.hpp"),
    "solver/operators": ("physics", "solver/grid", "solver/parallel"),
    "solver/linear": ("solver/grid", "solver/parallel"),
    "solver/time": ("physics", "solver/operators", "solver/linear", "solver/grid", "solver/parallel"),
    "solver/diagnostics": ("physics", "solver/operators", "solver/grid", "solver/parallel",
                           "solver/time/clock.hpp", "solver/time/schedule.hpp", "solver/time/settings.hpp"),
    # Of the solver: containers, the clock, rows of diagnostics and settings structs; none of its algorithms.
    "io": ("physics", "solver/parallel", "solver/grid", "solver/time/clock.hpp", "solver/time/settings.hpp",
           "solver/linear/settings.hpp", "solver/operators/settings.hpp", "solver/diagnostics/settings.hpp",
           "solver/diagnostics/row.hpp"),
    "run": ("physics", "solver", "io"),
    "tests": ("physics", "solver", "io", "run"),
}

# Headers of other libraries, by how their include begins, and the folders (or files) that may use them.
THEIRS = {
    "mpi.h": ("solver", "io", "run", "tests"),
    "Kokkos_": ("physics", "solver", "io", "run", "tests"),
    "muParser": ("physics/expression.cpp",),
    "yaml-cpp/": ("io/config",),
    "hdf5": ("io/hdf5", "tests"),
    "H5": ("io/hdf5", "tests"),
    "udunits2.h": ("io/config",),
    "fmt/": ("io", "run", "tests"),
    "nlohmann/": ("io", "run", "tests"),
    "spdlog/": ("io", "run", "tests"),
    "CLI/": ("run",),
    "png.h": ("io", "tests"),
    "zlib.h": ("io", "tests"),
    "xxhash.h": ("io", "tests"),
    "openssl/": ("io", "tests"),
    "gtest/": ("tests",),
    "gmock/": ("tests",),
    "benchmark/": ("tests/benchmarks",),
}

GENERATED = {"cpu_features.inc"}


def below(path, places):
    return any(path == place or path.startswith(place + "/") for place in places)


def rule_of(path):
    prefixes = [folder for folder in OURS if below(path, (folder,))]
    return max(prefixes, key=len) if prefixes else None


def check_own(tree, path, header):
    """A complaint about an include in quotation marks, or None."""
    if header in GENERATED:
        return None
    if not (tree / header).is_file():
        return f'{path}: "{header}" is not a file seen from the root'
    folder = rule_of(path)
    if folder is None:
        return f"{path}: its folder is not in the table of layers"
    if below(header, (folder, *OURS[folder])):
        return None
    return f'{path}: {folder} must not include "{header}"'


def check_theirs(path, header):
    for prefix, places in THEIRS.items():
        if header.startswith(prefix):
            return None if below(path, places) else f"{path}: <{header}> belongs to {', '.join(places)}"
    return None


def layer_complaints(tree):
    complaints = []
    for path in _source.cpp_files(tree):
        for bracket, header in _source.includes(tree, path):
            complaint = check_own(tree, path, header) if bracket == '"' else check_theirs(path, header)
            if complaint:
                complaints.append(complaint)
    return complaints


def cycle_complaints(tree):
    """One complaint for each include that closes a cycle among our files."""
    graph = collections.defaultdict(list)
    for path in _source.cpp_files(tree):
        graph[path] = [posixpath.normpath(h) for b, h in _source.includes(tree, path) if b == '"']
    complaints = []
    state = {}  # absent: not seen; "open": on the way here; "done"

    def visit(path, way):
        state[path] = "open"
        for header in graph.get(path, ()):
            if state.get(header) == "open":
                cycle = way[way.index(header):] + [header]
                complaints.append("include cycle: " + " -> ".join(cycle))
            elif header not in state:
                visit(header, way + [header])
        state[path] = "done"

    for path in sorted(graph):
        if path not in state:
            visit(path, [path])
    return complaints
