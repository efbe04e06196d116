"""Parts: the pieces in which a sweep is stored, each written once and never changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from simulation.results.atomic import tidy, writing
from simulation.world.errors import Damaged, DamagedPart
from simulation.world.sealed import MARKS, from_parquet, marks_of, sha256, to_parquet

OUTCOMES = "outcomes"  # written last: where it is, the part is complete
COMPRESSION = "zstd"


class Held(NamedTuple):
    """Replicates ``first`` to ``last - 1`` of a point, and what these futures depend on (`sweep.block.Slice`)."""

    futures: str
    point: int
    first: int
    last: int


def options(schema: pa.Schema) -> dict[str, Any]:
    """How tables are written: only the words and counters are packed as such."""
    return {
        "compression": COMPRESSION,
        "use_dictionary": [field.name for field in schema if field.type == pa.string()],
        "write_statistics": [name for name in ("point", "replicate") if name in schema.names],
    }


class Parts:
    """The parts of one key, in one folder.

    Several processes may write into the folder at once: every file gets its name in one step when it is whole, and two
    processes that compute the same part write the same bytes. Every file says which part of which sweep it is and
    carries a checksum; outcomes also carry those of the other tables of their part.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count, self.key = folder, count, folder.name

    @classmethod
    def found_in(cls, folder: Path) -> Parts:
        """The parts of which anything is in a folder, however many there were to be."""
        numbers = (path.stem[-6:] for path in folder.glob("*-??????.parquet"))
        return cls(folder, 1 + max((int(number) for number in numbers if number.isdecimal()), default=-1))

    def path(self, table: str, number: int) -> Path:
        """Where a table of a part is."""
        return self.folder / f"{table}-{number:06d}.parquet"

    def write(self, number: int, tables: Mapping[str, pa.Table], holds: Sequence[Held] = ()) -> None:
        """Write a part; it counts once its outcomes are there, which say what futures the part holds."""
        others: dict[str, str] = {}
        for name in sorted(tables, key=lambda name: name == OUTCOMES):
            marks: dict[str, Any] = {"key": self.key, "part": number, "table": name}
            if name == OUTCOMES:
                marks |= {"others": others, "holds": holds}
            content = to_parquet(tables[name], marks, **options(tables[name].schema))
            others[name] = sha256(content)
            with writing(self.path(name, number)) as file:
                file.write(content)

    def holds(self, number: int) -> list[Held]:
        """What futures a part says that it holds; none where that cannot be read, or was not written yet."""
        try:
            footer = pq.read_metadata(self.path(OUTCOMES, number)).metadata
            return [Held(*held) for held in json.loads(footer[MARKS])["holds"]]
        except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
            return []

    def done(self) -> set[int]:
        """Numbers of the parts that are there and whole."""
        return {number for number in set(self._named()) if not self.damage(number)}

    def damage(self, number: int) -> str:
        """What is wrong with a part, in words; empty if every file of it is what was written."""
        try:
            marks = self._marks(OUTCOMES, number, self._content(OUTCOMES, number))
            for table in marks["others"]:
                self._marks(table, number, self._content(table, number), marks["others"])
        except DamagedPart as damaged:
            return str(damaged)
        return ""

    def missing(self) -> list[int]:
        """Numbers of the parts that are not there, judged by their names alone."""
        there = set(self._named())
        return [number for number in range(self.count) if number not in there]

    def failed(self) -> set[int]:
        """Numbers of the parts that hold runs which failed."""
        return {number for number in self.done() if pc.count(self.read(OUTCOMES, number)["error"]).as_py()}

    def read(self, table: str, number: int) -> pa.Table:
        """A table of a part; raise `DamagedPart` unless it is what was written as that."""
        content = self._content(table, number)
        try:
            if table != OUTCOMES:
                footer = pq.read_metadata(self.path(OUTCOMES, number)).metadata
                self._marks(table, number, content, json.loads(footer[MARKS])["others"])
            return from_parquet(content, {"key": self.key, "part": number, "table": table})
        except (OSError, ValueError, KeyError, TypeError, Damaged, pa.ArrowException) as error:
            said = str(error).splitlines() or [type(error).__name__]
            raise DamagedPart(number, f"{self.path(table, number).name}: {said[0]}") from None

    def set_aside(self, number: int) -> list[Path]:
        """Move a damaged part out of the way, to be looked at; it will be computed again."""
        moved = []
        for path in sorted(self.folder.glob(f"*-{number:06d}.parquet")):
            path.replace(path.with_suffix(".damaged"))
            moved.append(path)
        return moved

    def tidy(self) -> list[Path]:
        """Remove the unfinished files that killed processes have left."""
        return tidy(self.folder)

    def _content(self, table: str, number: int) -> bytes:
        path = self.path(table, number)
        try:
            return path.read_bytes()
        except OSError as error:
            raise DamagedPart(number, f"{path.name}: {error.strerror or error}") from None

    def _marks(
        self, table: str, number: int, content: bytes, others: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """What a file says of itself, once that is known to be so."""
        try:
            marks = marks_of(content)
            for name, value in (("key", self.key), ("part", number), ("table", table)):
                if marks.get(name) != value:
                    raise Damaged(f"its {name} is {marks.get(name)!r} instead of {value!r}")
            if others is not None and others.get(table) != sha256(content):
                raise Damaged(f"it does not belong to the {OUTCOMES} of its part")
        except Damaged as error:
            raise DamagedPart(number, f"{self.path(table, number).name}: {error}") from None
        return marks

    def _named(self) -> Iterator[int]:
        for path in self.folder.glob(f"{OUTCOMES}-*.parquet"):
            number = path.stem.rpartition("-")[2]
            if number.isdecimal() and int(number) < self.count and path == self.path(OUTCOMES, int(number)):
                yield int(number)
