"""The few files that a browser needs besides our own pages, kept on this machine: nothing is asked of the internet.

They come from the package solara-assets, which carries everything that Solara may ever load (240 MB). Where that
package is installed its files are used; elsewhere it is downloaded once, and only what these pages load (6 MB) is kept,
with its licences.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path, PurePosixPath

import platformdirs

from simulation.world.errors import AssetsMissing

PACKAGE, VERSION = "solara-assets", "1.58.2"
SCRIPTS = "requirejs@2.3.6"
PAGES = "@widgetti/solara-vuetify-app@10.1.1/dist"
GRID = "@widgetti/vue-grid-layout@2.3.13-alpha.2/dist/vue-grid-layout.umd.js"  # for Mesa's views on the page Explorer
NEEDED = (
    f"{SCRIPTS}/require.js",
    f"{PAGES}/fonts.css",
    f"{PAGES}/main8.css",
    f"{PAGES}/solara-vuetify-app8.min.js",
    GRID,
)
SHEETS = ("fonts.css", "main8.css")
FONT = re.compile(r"url\((\w+\.woff2)[^)]*\)")  # in these style sheets
LICENCES = (f"{SCRIPTS}/README.md", f"{PAGES}/solara-vuetify-app8.min.js.LICENSE.txt")


def own_folder() -> Path:
    """Where the files are kept after a download."""
    return Path(platformdirs.user_data_dir("coproduction", appauthor=False)) / "browser" / f"{PACKAGE}-{VERSION}"


def folder() -> Path:
    """The folder that has the files: that of the installed package, else our own."""
    installed = Path(sys.prefix) / "share" / "solara" / "cdn"
    return installed if not missing(installed) else own_folder()


def missing(place: Path | None = None) -> list[str]:
    """Which of the files are not there."""
    place = place or folder()
    sheets = [place / PAGES / sheet for sheet in SHEETS]
    fonts = {font for sheet in sheets if sheet.is_file() for font in FONT.findall(sheet.read_text(encoding="utf-8"))}
    return [name for name in (*NEEDED, *(f"{PAGES}/{font}" for font in sorted(fonts))) if not (place / name).is_file()]


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
        raise AssetsMissing(f"{PACKAGE} {VERSION} does not hold {', '.join(lost)}")
    return own_folder()


def _unpack(archive: Path, into: Path) -> None:
    """Copy what is needed out of the archive; nothing is written outside ``into``, nor under another name."""
    wanted = {f"cdn/{name}": name for name in (*NEEDED, *LICENCES)} | {"LICENSE": "LICENSE"}
    with tarfile.open(archive) as opened:
        styles = [member for member in opened if member.name.endswith(tuple(f"{PAGES}/{sheet}" for sheet in SHEETS))]
        texts = [(opened.extractfile(style) or io.BytesIO()).read().decode() for style in styles]
        fonts = [font for text in texts for font in FONT.findall(text)]
        wanted |= {f"cdn/{PAGES}/{font}": f"{PAGES}/{font}" for font in fonts}
        for member in opened:
            inside = str(PurePosixPath(*PurePosixPath(member.name).parts[1:]))
            source = opened.extractfile(member) if member.isfile() and inside in wanted else None
            if source is not None:
                target = into / wanted[inside]
                target.parent.mkdir(parents=True, exist_ok=True)
                part = target.with_name(target.name + ".part")
                part.write_bytes(source.read())
                part.replace(target)
