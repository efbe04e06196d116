"""The few files that a browser needs besides our own pages, kept on this machine: nothing is asked of the internet.

They come from the package solara-assets, which carries everything that Solara may ever load (240 MB). Where that
package is installed its files are used; elsewhere it is downloaded once, and only what these pages load (5 MB) is kept,
with its licences. No file is served that is not, to the bit, the one that was looked at (assets.sha256).
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path, PurePosixPath

import platformdirs

from simulation.world.errors import AssetsMissing

PACKAGE, VERSION = "solara-assets", "1.58.2"
SCRIPTS = "requirejs@2.3.6"
PAGES = "@widgetti/solara-vuetify-app@10.1.1/dist"
SUMS = Path(__file__).with_name("assets.sha256")  # of all that is kept, as sha256sum writes and checks them


def own_folder() -> Path:
    """Where the files are kept after a download."""
    return Path(platformdirs.user_data_dir("coproduction", appauthor=False)) / "browser" / f"{PACKAGE}-{VERSION}"


def folder() -> Path:
    """The folder that has the files: that of the installed package, else our own."""
    installed = Path(sys.prefix) / "share" / "solara" / "cdn"
    return installed if not missing(installed) else own_folder()


@cache
def sums() -> dict[str, str]:
    """The names of all files that are kept, and their SHA-256 checksums."""
    pairs = (line.split("  ", 1) for line in SUMS.read_text(encoding="utf-8").splitlines())
    return {name: checksum for checksum, name in pairs}


def files() -> list[str]:
    """The names of the files that browsers ask for: all but the licences."""
    return [name for name in sums() if not name.endswith((".md", ".txt", "LICENSE"))]


def missing(place: Path | None = None) -> list[str]:
    """Which of the files are not there, or are other files than they should be."""
    place = place or folder()
    return [name for name in files() if not ((place / name).is_file() and _right(name, (place / name).read_bytes()))]


def _right(name: str, content: bytes) -> bool:
    return hashlib.sha256(content).hexdigest() == sums()[name]


def fetch() -> Path:
    """Make sure that the files are there; download the package once if they are not.

    Raises
    ------
    AssetsMissing : if the package cannot be had, with what to do.
    """
    if not missing():
        return folder()
    with tempfile.TemporaryDirectory() as temporary:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", PACKAGE]
        done = subprocess.run(
            [*command, "--dest", temporary, f"{PACKAGE}=={VERSION}"], capture_output=True, text=True, check=False
        )
        archives = list(Path(temporary).glob("*.tar.gz"))
        if done.returncode or not archives:
            raise AssetsMissing(
                f"the files for the browser are not on this machine and the package {PACKAGE} could not be downloaded; "
                f"start once with internet, or install {PACKAGE}=={VERSION} by hand"
            )
        _unpack(archives[0], own_folder())
    lost = missing(own_folder())
    if lost:
        raise AssetsMissing(
            f"{PACKAGE} {VERSION} as it was downloaded does not hold {', '.join(lost)} as it should be (SHA-256); "
            "nothing of it is used"
        )
    return own_folder()


def _unpack(archive: Path, into: Path) -> None:
    """Copy what is needed out of the archive, and nothing that is not what it should be."""
    wanted = {name if name == "LICENSE" else f"cdn/{name}": name for name in sums()}
    with tarfile.open(archive) as opened:
        for member in opened:
            name = wanted.get(str(PurePosixPath(*PurePosixPath(member.name).parts[1:])))
            source = opened.extractfile(member) if name and member.isfile() else None
            content = source.read() if source is not None else b""
            if name and _right(name, content):
                target = into / name
                target.parent.mkdir(parents=True, exist_ok=True)
                part = target.with_name(target.name + ".part")
                part.write_bytes(content)
                part.replace(target)
