"""The environment of commands that tests start with the model compiled, also where the tests themselves are not."""

from __future__ import annotations

import os

COMPILED = {name: value for name, value in os.environ.items() if name != "NUMBA_DISABLE_JIT"}
