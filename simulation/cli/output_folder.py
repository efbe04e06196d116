"""Where results go: checked before anything is simulated, so that no run is lost for want of a place."""

from __future__ import annotations

import os
from pathlib import Path

from simulation.cli.status import refuse


def check_output_folder(out: Path) -> None:
    """Refuse a folder that cannot be made or written to, or that holds other things than earlier results."""
    from simulation.results import ResultError, check_folder

    try:
        check_folder(out)
    except (ResultError, OSError) as error:
        refuse(f"--out {error}")
    parent = next(folder for folder in (out.absolute(), *out.absolute().parents) if folder.exists())
    if not parent.is_dir():
        refuse(f"--out {out}: {parent} is a file, not a folder")
    if not os.access(parent, os.W_OK):
        refuse(f"--out {out}: there is no permission to write in {parent}")
