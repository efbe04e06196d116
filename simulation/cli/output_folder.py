"""Where results go: checked before anything is simulated, so that no run is lost for want of a place."""

from __future__ import annotations

import tempfile
from pathlib import Path

from simulation.cli.status import refuse
from simulation.world.errors import shown


def check_output_folder(out: Path) -> None:
    """Refuse a folder that cannot be made or written to, or that holds other things than earlier results."""
    from simulation.results import check_folder
    from simulation.world.errors import ResultError

    try:
        check_folder(out)
    except ResultError as error:
        refuse(f"--out {error}")
    except (OSError, ValueError) as error:
        refuse(f"--out {shown(str(out))}: {getattr(error, 'strerror', None) or error}")
    if out.resolve() in (here := Path.cwd(), *here.parents):
        refuse(f"--out {out}: results replace their folder as a whole, and you are in it; give a folder inside it")
    check_place(out)


def check_place(out: Path, option: str = "--out") -> None:
    """Refuse a folder or file that cannot be made, or replaced, where an option wants it."""
    try:
        parent = next(folder for folder in out.absolute().parents if folder.exists())
        out.exists()  # a name that no folder can have
    except OSError as error:
        refuse(f"{option} {shown(str(out))}: {error.strerror}")
    if not parent.is_dir():
        refuse(f"{option} {out}: {parent} is a file, not a folder")
    try:  # permissions do not tell: a file system can be full, read-only or none at all
        tempfile.TemporaryDirectory(prefix=".coproduction.", dir=parent).cleanup()
    except OSError as error:
        refuse(f"{option} {out}: nothing can be written in {parent} ({error.strerror}); give another folder")
