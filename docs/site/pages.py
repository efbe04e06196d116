"""Pages of the site that lie outside ``docs/``, and links as the site needs them: a hook of MkDocs.

Documents link to each other as files of the repository. What is a page of the site, or a picture or table beside one,
is linked there; any other file keeps its words and loses its link. A link to nothing stays, which stops the build.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parents[2]
DOCS = "docs/"
OUTSIDE = (
    "*.md",
    "results/*/*.md",
    "results/*/*.png",
    "results/*/*.csv",
    "results/*/manifest.json",
    "simulation/scenarios/councils/README.md",
    "examples/*.*",
    "examples/extensions/*.*",
)
CONTENTS = {"decisions": ("Decisions", "docs/decisions/*.md"), "results": ("Results", "results/*/README.md")}
_FENCE = re.compile(r"^(```.*?^```$)", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[(?P<words>[^\]]*)\]\((?P<target>[^)\s]+)\)")


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Add what lies outside ``docs/``, under its path in the repository, and a list of contents for whole folders."""
    for pattern in OUTSIDE:
        for path in sorted(ROOT.glob(pattern)):
            files.append(File.generated(config, path.relative_to(ROOT).as_posix(), abs_src_path=str(path)))
    for folder, (title, pattern) in CONTENTS.items():
        text = contents(title, folder, sorted(ROOT.glob(pattern)))
        files.append(File.generated(config, f"{folder}/README.md", content=text))
    return files


def on_page_markdown(markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The page with its links as the site needs them; what stands in fences is left alone."""
    pieces = _FENCE.split(markdown)
    pieces[::2] = (_LINK.sub(lambda link: linked(link, page.file.src_uri, files), piece) for piece in pieces[::2])
    return "".join(pieces)


def contents(title: str, folder: str, documents: Iterable[Path]) -> str:
    """A page that lists documents by their first headings."""
    lines = [f"# {title}\n"]
    for path in documents:
        heading = path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# ")
        place = path.relative_to(ROOT).as_posix().removeprefix(DOCS)
        lines.append(f"- [{heading}]({posixpath.relpath(place, folder)})")
    return "\n".join(lines) + "\n"


def linked(link: re.Match[str], page: str, files: Files) -> str:
    """A link of a page, as the site needs it."""
    target, hash_, anchor = link["target"].partition("#")
    if not target or "://" in target:
        return link[0]
    here = DOCS + page if (ROOT / DOCS / page).exists() else page
    aim = posixpath.normpath(posixpath.join(posixpath.dirname(here), target))
    place = aim.removeprefix(DOCS)
    place = next((one for one in (place, f"{place}/README.md") if files.get_file_from_path(one)), "")
    if place:
        return f"[{link['words']}]({posixpath.relpath(place, posixpath.dirname(page) or '.')}{hash_}{anchor})"
    return link["words"] if (ROOT / aim).exists() else link[0]
