"""The checks find what they are for: each rule is broken once in a tree of its own."""

import pathlib
import tempfile
import unittest

import _files
import _layers

GOOD = {
    "physics/shape.hpp": "#pragma once\n#include <vector>\n",
    "physics/expression.cpp": "#include <muParser.h>\n",
    "solver/parallel/communicator.hpp": "#pragma once\n#include <mpi.h>\n",
    "solver/grid/field.hpp": '#pragma once\n#include "solver/parallel/communicator.hpp"\n',
    "solver/linear/multigrid.hpp": '#pragma once\n#include "solver/grid/field.hpp"\n',
    "solver/operators/diffusion.hpp": '#pragma once\n#include "physics/shape.hpp"\n',
    "io/hdf5/file.cpp": '#include <hdf5.h>\n#include "solver/grid/field.hpp"\n',
    "io/config/reader.cpp": "#include <yaml-cpp/yaml.h>\n",
    "run/simulation.cpp": '#include "io/writer.hpp"\n',
    "io/writer.hpp": "#pragma once\n",
    "README.md": "isotherm\n",
}


def complaints(add=None):
    """What the checks say of the good tree with these files."""
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        for path, text in {**GOOD, **(add or {})}.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            (tree / path).write_text(text, encoding="utf-8")
        return _layers.layer_complaints(tree) + _layers.cycle_complaints(tree) + _files.file_complaints(tree)


class Checkers(unittest.TestCase):
    def test_good_tree_passes(self):
        self.assertEqual(complaints(), [])

    def expect_one(self, path, text, words):
        found = complaints(add={path: text})
        self.assertEqual(len(found), 1, found)
        self.assertIn(path, found[0])
        self.assertIn(words, found[0])

    def test_layers(self):
        for path, header in {
            "physics/a.cpp": "solver/grid/field.hpp",
            "physics/b.cpp": "io/writer.hpp",
            "solver/parallel/a.cpp": "solver/grid/field.hpp",
            "solver/grid/a.cpp": "physics/shape.hpp",
            "solver/linear/a.cpp": "physics/shape.hpp",
            "solver/linear/b.cpp": "solver/operators/diffusion.hpp",
            "solver/time/a.cpp": "io/writer.hpp",
            "io/a.cpp": "solver/linear/multigrid.hpp",
        }.items():
            with self.subTest(path):
                self.expect_one(path, f'#include "{header}"\n', "must not include")

    def test_other_libraries(self):
        for path, header in {
            "physics/a.cpp": "mpi.h",
            "physics/b.cpp": "muParser.h",
            "io/a.cpp": "yaml-cpp/yaml.h",
            "io/b.cpp": "hdf5.h",
            "run/a.cpp": "H5Dpublic.h",
            "io/hdf5/b.cpp": "yaml-cpp/node/node.h",
            "solver/time/b.cpp": "fmt/format.h",
        }.items():
            with self.subTest(path):
                self.expect_one(path, f"#include <{header}>\n", "belongs to")

    def test_includes_are_written_from_the_root(self):
        self.expect_one("solver/grid/b.cpp", '#include "field.hpp"\n', "from the root")

    def test_cycles(self):
        found = complaints(add={
            "solver/grid/a.hpp": '#pragma once\n#include "solver/grid/b.hpp"\n',
            "solver/grid/b.hpp": '#pragma once\n#include "solver/grid/a.hpp"\n',
        })
        self.assertEqual(found, ["include cycle: solver/grid/a.hpp -> solver/grid/b.hpp -> solver/grid/a.hpp"])

    def test_files(self):
        self.expect_one("utils/a.md", "", "top folders")
        self.expect_one("notes.txt", "", "at the top")
        self.expect_one("configs/a.cpp", "", "C++ belongs below")
        self.expect_one("physics/long.cpp", "\n" * 401, "401 lines")
        self.expect_one("physics/a.hpp", "int a;\n", "#pragma once")
        self.expect_one("physics/a.cpp", "// see /home" "/somebody/a\n", "one machine")
        self.expect_one("physics/a.cpp", "\n// TO" "DO\n", "unfinished")


if __name__ == "__main__":
    unittest.main()
