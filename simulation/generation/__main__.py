"""``python -m simulation.generation``: rewrite what is made from the declarations, or tell whether it is up to date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from simulation.generation.files import DOCUMENT, generated
from simulation.world.errors import DocumentationError


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 up to date or rewritten, 1 found out of date, 2 not a document of this kind."""
    parser = argparse.ArgumentParser(
        prog="python -m simulation.generation",
        description="Rewrite what is made from the declarations: the tables of the ODD and the compiled month.",
    )
    parser.add_argument("--check", action="store_true", help="only tell whether the files are up to date")
    parser.add_argument("document", nargs="?", type=Path, default=DOCUMENT, help="the ODD (default: docs/odd.md)")
    options = parser.parse_args(arguments)
    outdated = []
    for path, content in generated(options.document).items():
        try:
            before = path.read_text(encoding="utf-8") if path.exists() else ""
            after = content()
        except (OSError, DocumentationError) as error:
            print(f"{path}: {getattr(error, 'strerror', None) or error}", file=sys.stderr)
            return 2
        if before != after:
            outdated.append(path)
            if not options.check:
                path.write_text(after, encoding="utf-8")
    if outdated and options.check:
        names = ", ".join(str(path) for path in outdated)
        print(f"{names}: out of date; `python -m simulation.generation` rewrites what is generated", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
