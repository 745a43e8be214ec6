#!/bin/bash
# The cases of configs/verification: each row holds, and fails with its change. tests/run --verify takes the long ones
# too.
# timeout: 900
exec "$PYTHON" "$ISOTHERM_SOURCE/tests/verification/_table.py"
