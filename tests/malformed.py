"""Inputs that cannot be used, of every kind that people give: what each is, and what must become of it."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

NUMBERS = ("", "x", "1.5", "nan", "inf", "-1", "0_1", "9" * 400, "9" * 5000, "0x10", "\x1b[31m", "1,5", "٣", "a" * 300)
NAMES = ("", "x" * 300, "\x1b]0;title\x07", "../..", "a/b" * 2000, "名" * 100, "nothing", ".", "\x00", "-")
PATHS = ("x" * 300 + ".toml", "missing.toml", "/dev/zero", "folder", "a/" * 3000 + "b.toml")
TOML_VALUES = (
    '"0.5"', '"text"', "true", "nan", "inf", "-inf", "9" * 400, "9" * 5000, "0x" + "f" * 4000, "[]", "{}", "[[1]]",
    "1979-05-27", "-1", "1e400", "0_1", "'''\x1b[2J'''", "{a = {b = 1}}",
)  # fmt: skip
RUN = ("run", "baseline", "-n", "2")
SEATS = "id,authority,year,total,con,lab,ld,other,nat,majority,plurality\n1,York,2000,47,5,30,12,0,0,Lab,Lab\n"
SPENDING = "ons_code,ons_name,200001_200102\nE06000014,York,-0.02\n"
SCENARIO = 'start = "2000-05"\nyears = 3\n'
DESIGN = 'scenarios = ["baseline"]\nreplicates = 2\nsampler = "csv"\nfile = "points.csv"\n'
DESIGN += '[levers]\ngovernance = "declared"\n'
# What replaces a whole file that is no text.
BINARY = (b"PK\x03\x04 workbook", b"\xd0\xcf\x11\xe0 old", "a,b\n".encode("utf-16"), b"\x00\x01", b"\x1f\x8b\x08", b"")


class Case(NamedTuple):
    """A malformed input.

    Attributes
    ----------
    words : of the command line; empty for a link.
    files : what lies in the working folder.
    reported : what may be left out with a word about it, instead of refusing all.
    """

    kind: str
    name: str
    words: tuple[str, ...] = ()
    files: Mapping[str, bytes] = MappingProxyType({})
    link: str = ""
    reported: bool = False


def cases() -> list[Case]:
    """All of them, the same on every machine."""
    kinds: tuple[Callable[[], Iterator[Case]], ...] = (
        _command_line, _scenarios, _designs, _points, _councils, _spending, _links
    )  # fmt: skip
    return [case for kind in kinds for case in kind()]


def _command_line() -> Iterator[Case]:
    for option in ("--replicates", "--seed", "--months", "--workers"):
        for value in NUMBERS:
            yield Case("command line", f"{option} {value[:12]!r}", (*RUN, option, value))
    for value in NUMBERS:
        yield Case("command line", f"--set governance={value[:12]!r}", (*RUN, "--set", f"governance={value}"))
    for value in NAMES[:-1]:
        yield Case("command line", f"name {value[:12]!r}", ("run", value))
        yield Case("command line", f"--set {value[:12]!r}", (*RUN, "--set", f"{value}=1"))
        yield Case("command line", f"--without {value[:12]!r}", (*RUN, "--without", value))
    for value in PATHS:
        yield Case("command line", f"show {value[:12]!r}", ("show", value))
        yield Case("command line", f"sweep {value[:12]!r}", ("sweep", value))
        yield Case("command line", f"--councils {value[:12]!r}", (*RUN, "--councils", value))
        yield Case("command line", f"report {value[:12]!r}", ("report", value))
    for value in ("x" * 300, "a/" * 3000 + "b", "\x00"):
        yield Case("command line", f"--out {value[:12]!r}", (*RUN, "--out", value))
    yield Case("command line", "--out .", (*RUN, "--out", "."))
    yield Case("command line", "too many futures", ("run", "baseline", "--replicates", "1000000", "--months", "720"))


def _of_scenario(name: str, text: str | bytes, **more: str) -> Case:
    content = text if isinstance(text, bytes) else text.encode()
    files = {"s.toml": content, **{file: body.encode() for file, body in more.items()}}
    return Case("scenario", name, ("run", "s.toml", "-n", "2"), files)


def _scenarios() -> Iterator[Case]:
    for key in ("years", "start", "settings.governance", "name", "councils", "burn_in_years"):
        for value in TOML_VALUES:
            if (key, value) not in ALLOWED:
                yield _of_scenario(f"{key} = {value[:12]!r}", f"{key} = {value}\n")
    event = '[[events]]\nname = "e"\nkind = "leadership_change"\n'
    for key in ("year", "commitment", "councils"):
        for value in TOML_VALUES:
            rest = "" if key == "year" else "year = 1\n"
            rest += "" if key == "commitment" else "commitment = 0.5\n"
            yield _of_scenario(f"event {key} = {value[:12]!r}", f"{event}{rest}{key} = {value}\n")
    for data in BINARY[:-1]:
        yield _of_scenario(f"binary {data[:4]!r}", data)
    yield _of_scenario("dotted keys", ".".join(["a"] * 100_000) + " = 1")
    yield _of_scenario("many keys", "\n".join(f"k{number} = 1" for number in range(50_000)))
    yield _of_scenario("nested lists", "a = " + "[" * 5000 + "]" * 5000)
    yield _of_scenario("nested tables", "[" + ".".join(["a"] * 50_000) + "]")
    yield _of_scenario("a quote left open", 'title = "x')
    yield _of_scenario("many events of one name", '[[events]]\nname = "e"\n' * 30_000)
    yield _of_scenario("many nameless events", "[[events]]\n" * 60_000)
    yield _of_scenario("extends itself", 'extends = "s.toml"')
    yield _of_scenario("extends a name of a megabyte", f'extends = "{"x" * 900_000}"')
    yield _of_scenario(
        "a chain", 'extends = "c0.toml"', **{f"c{n}.toml": f'extends = "c{n + 1}.toml"' for n in range(1500)}
    )


ALLOWED = {("councils", "[]"), ("name", '"text"'), ("name", '"0.5"')}


def _of_design(name: str, text: str, kind: str = "design", points: str | bytes = "governance\n0.5\n") -> Case:
    body = points if isinstance(points, bytes) else points.encode()
    return Case(kind, name, ("sweep", "d.toml", "--out", "out"), {"d.toml": text.encode(), "points.csv": body})


def _designs() -> Iterator[Case]:
    for key in ("replicates", "seed", "months", "scenarios", "outcomes", "settings.governance"):
        for value in TOML_VALUES:
            if (key, value) != ("outcomes", "[]"):
                yield _of_design(
                    f"{key} = {value[:12]!r}", f"{key} = {value}\n{'' if key == 'scenarios' else SCENARIOS}"
                )
    for value in TOML_VALUES:
        if value != "{}":  # the declared range
            yield _of_design(f"a factor = {value[:12]!r}", f"{SCENARIOS}points = 2\n[levers]\ngovernance = {value}\n")
        text = f'{SCENARIOS}[[policies]]\nname = "p"\ngovernance = {value}\n'
        yield _of_design(f"a policy = {value[:12]!r}", text)
    for name in ("services.weight", "services.nothing", "nothing", "x" * 300):
        yield _of_design(f"factor {name[:20]}", f'{SCENARIOS}points = 2\n[levers]\n"{name}" = {{low = 0, high = 1}}\n')
    text = f'{SCENARIOS}points = 10000000\nsampler = "morris"\nuncertainties = "all"\n'
    yield _of_design("too large a sample", text)


SCENARIOS = 'scenarios = ["baseline"]\n'


def _points() -> Iterator[Case]:
    for value in (*NUMBERS, '"', '"1', "1 2", "1;2", "true", "1.2.3", "5", "+-1", "1e999"):
        if value:
            yield _of_design(f"a point {value[:12]!r}", DESIGN, "points", f"governance\n0.5\n{value}\n")
    for header in ("governance,governance", "governance;year", "governance,more", "GOVERNANCE", '"governance', ""):
        yield _of_design(f"header {header!r}", DESIGN, "points", f"{header}\n0.5,0.5\n")
    for data in BINARY:
        yield _of_design(f"binary {data[:4]!r}", DESIGN, "points", data)
    yield _of_design("no points", DESIGN, "points", "governance\n")


def _of_councils(name: str, seats: str | bytes, spending: str | bytes | None = None, reported: bool = False) -> Case:
    words = ("run", "s.toml", "-n", "2", "--councils", "seats.csv", "--out", "out")
    files = {"s.toml": SCENARIO.encode(), "seats.csv": seats if isinstance(seats, bytes) else seats.encode()}
    if spending is not None:
        words += ("--spending", "spending.csv")
        files["spending.csv"] = spending if isinstance(spending, bytes) else spending.encode()
    return Case("councils" if spending is None else "spending", name, words, files, reported=reported)


def _councils() -> Iterator[Case]:
    for value in (*NUMBERS, "29.5", "true", "-5", '"5'):
        yield _of_councils(f"seats {value[:12]!r}", f"{SEATS}2,Leeds,2000,99,5,{value},12,0,0,Lab,Lab\n", reported=True)
    yield _of_councils("more cells", f"{SEATS}2,Leeds,2000,99,5,30,12,0,0,Lab,Lab,7\n", reported=True)
    yield _of_councils("fewer cells", f"{SEATS}2,Leeds,2000\n", reported=True)
    header, row = SEATS.splitlines()
    for old, new in (("con,", "lab,"), ("ld,", "lab,"), ("other", "con"), ("year", "total"), ("authority", "name")):
        yield _of_councils(f"{old} is named {new}", f"{header.replace(old, new, 1)}\n{row}\n")
    for separator in ";\t|":
        yield _of_councils(f"separated by {separator!r}", SEATS.replace(",", separator))
    yield _of_councils("no row", f"{header}\n")
    yield _of_councils("no usable row", f"{header}\n{row.replace('47', 'x')}\n")
    for data in BINARY:
        yield _of_councils(f"binary {data[:4]!r}", data)


def _spending() -> Iterator[Case]:
    for value in (*NUMBERS, "NA", "5", "-7 %", "-0,07"):
        yield _of_councils(f"a change {value[:12]!r}", SEATS, f"{SPENDING}E08000035,Leeds,{value}\n", reported=True)
    yield _of_councils("decimal commas", SEATS, f"{SPENDING}E08000035,Leeds,-0,07\n", reported=True)
    yield _of_councils("a council twice", SEATS, f'{SPENDING}E06000014,"York, City of",-0.5\n', reported=True)
    yield _of_councils("a council that is not there", SEATS, f"{SPENDING}E06000999,Erewhon,-0.5\n", reported=True)
    yield _of_councils("no council is there", SEATS, SPENDING.replace("York", "Erewhon"))
    yield _of_councils("two years of one name", SEATS, "ons_name,200001_200102,200001_200102\nYork,-0.1,-0.2\n")
    for separator in ";\t":
        yield _of_councils(f"separated by {separator!r}", SEATS, SPENDING.replace(",", separator))
    for data in BINARY:
        yield _of_councils(f"binary {data[:4]!r}", SEATS, data)


def link_of(data: object) -> str:
    """A link that holds this, whatever it is."""
    packed = zlib.compress(json.dumps(data).encode())
    return "1." + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _links() -> Iterator[Case]:
    from simulation.app.session.codec import _inflated, encode
    from simulation.app.story.state import Workshop
    from simulation.scenarios import load

    good = encode(Workshop(load("leadership-change")))
    data = _inflated(good)
    values: tuple[object, ...] = (1.5, "1", True, [], {}, -1, 10**30, float("nan"), "x" * 300)
    for key in "tdfavhs":
        for value in values:
            if (key, value) not in ((("d", 10**30)), ("d", 1)) and not (key == "s" and value is True):
                yield Case("link", f"{key} = {str(value)[:12]}", link=link_of({**data, key: value}))
    for key in "cwkbynoq":
        yield Case("link", f"{key} = 1.5", link=link_of({**data, key: 1.5}))
        yield Case("link", f"{key} is null", link=link_of({**data, key: None}))
    for text in (
        "",
        "1.",
        "2." + good[2:],
        good[:-9],
        good[:9],
        "1.\x00",
        "1.%%%",
        "x" * 20_000,
        link_of([]),
        link_of(None),
    ):
        yield Case("link", f"text {text[:12]!r}", link=text)


def put(case: Case, folder: Path) -> None:
    """Write the files of a case."""
    (folder / "folder").mkdir(exist_ok=True)
    for name, content in case.files.items():
        (folder / name).write_bytes(content)
