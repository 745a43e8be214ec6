"""The include layers of the design hold, and no includes form a cycle."""

import _layers
import _source

tree = _source.root()
_source.report(_layers.layer_complaints(tree) + _layers.cycle_complaints(tree))
