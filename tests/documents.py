"""Code in documents: its blocks, and running them in the order of the page, as a reader would, at small sizes."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from pathlib import Path

from typer.testing import CliRunner

from simulation.cli.application import app

DOCS = Path(__file__).parents[1] / "docs"


def blocks(document: str) -> list[tuple[str, str]]:
    """Language and text of each block between fences."""
    text = (DOCS / document).read_text(encoding="utf-8")
    return re.findall(r"^```(\w*)\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def smaller(text: str, sizes: Mapping[str, str]) -> str:
    """The text with large sizes replaced."""
    for large, little in sizes.items():
        text = text.replace(large, little)
    return text


def follow(document: str, sizes: Mapping[str, str]) -> None:
    """Do what a page says, in the current folder.

    A block of TOML begins with the name under which it is written there, the commands of a block of shell are given,
    and Python goes on where its last block ended. Each of the sizes must be found.
    """
    found = blocks(document)
    unused = [large for large in sizes if not any(large in text for _, text in found)]
    assert not unused, f"{document} has no {unused}"
    names: dict[str, object] = {}
    for language, written in found:
        text = smaller(written, sizes)
        if language == "toml":
            file = re.match(r"# (\S+\.toml)\n", text)
            assert file, f"{document}: a file without its name in the first line:\n{text}"
            Path(file[1]).write_text(text, encoding="utf-8")
        elif language == "sh":
            give(document, text)
        elif language == "python":
            exec(compile(text, document, "exec"), names)


def give(document: str, text: str) -> str:
    """Give the commands of a block of shell, one after the other; what they print."""
    printed = ""
    for line in text.splitlines():
        program, *words = shlex.split(line, comments=True)
        assert program == "coproduction", line
        result = CliRunner().invoke(app, words, catch_exceptions=False)
        assert result.exit_code == 0, f"{document}: {line}\n{result.output}"
        printed += result.stdout
    return printed
