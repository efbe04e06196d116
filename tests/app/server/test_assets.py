"""The files for the browser: only those that were looked at, to the bit."""

from __future__ import annotations

import hashlib
import io
import subprocess
import tarfile

import pytest

from simulation.app.server import assets
from simulation.world.errors import AssetsMissing

CONTENT = {"requirejs@2.3.6/require.js": b"require()", "requirejs@2.3.6/README.md": b"MIT", "LICENSE": b"MIT"}


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Where files go that are downloaded; nothing is installed, and these are all that are needed."""
    monkeypatch.setattr(
        assets, "sums", lambda: {name: hashlib.sha256(text).hexdigest() for name, text in CONTENT.items()}
    )
    monkeypatch.setattr(assets.sys, "prefix", str(tmp_path / "nowhere"))
    monkeypatch.setattr(assets, "own_folder", lambda: tmp_path / "kept")
    return tmp_path / "kept"


def downloading(monkeypatch, content: dict[str, bytes]) -> None:
    """Let the download bring an archive with this content."""

    def run(command, **_):
        with tarfile.open(f"{command[command.index('--dest') + 1]}/solara-assets.tar.gz", "w:gz") as archive:
            for name, text in content.items():
                member = tarfile.TarInfo(f"solara-assets/{name}")
                member.size = len(text)
                archive.addfile(member, io.BytesIO(text))
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)


WHOLE = {name if name == "LICENSE" else f"cdn/{name}": text for name, text in CONTENT.items()}


def test_what_is_fetched_is_what_was_looked_at(kept, monkeypatch):
    downloading(monkeypatch, {**WHOLE, "cdn/other.js": b"x", "../../cdn/requirejs@2.3.6/require.js": b"x"})
    assert assets.missing() == ["requirejs@2.3.6/require.js"]
    assert assets.fetch() == kept and assets.missing() == []
    assert {path.relative_to(kept).as_posix(): path.read_bytes() for path in kept.rglob("*.*") if path.is_file()} == {
        name: text for name, text in CONTENT.items() if "." in name
    }
    (kept / "requirejs@2.3.6/require.js").write_bytes(b"require ()")  # changed on this machine: fetched again
    assert assets.missing() == ["requirejs@2.3.6/require.js"]
    assert assets.fetch() == kept and assets.missing() == []


def test_another_file_of_the_same_name_is_refused(kept, monkeypatch):
    downloading(monkeypatch, {**WHOLE, "cdn/requirejs@2.3.6/require.js": b"steal()"})
    with pytest.raises(AssetsMissing, match=r"does not hold requirejs@2\.3\.6/require\.js as it should be \(SHA-256\)"):
        assets.fetch()
    assert not (kept / "requirejs@2.3.6/require.js").exists()


def test_the_sums_are_of_all_that_pages_ask_for():
    assert all(len(checksum) == 64 for checksum in assets.sums().values())
    assert {f"{assets.SCRIPTS}/require.js", f"{assets.PAGES}/main8.css"} <= set(assets.files())
