"""Parts: the pieces in which a sweep is stored, each written once and never changed."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.results.atomic import UNFINISHED, writing

OUTCOMES = "outcomes"  # written last: where it is, the part is complete
COMPRESSION = "zstd"
ABANDONED = 3600.0  # seconds after which nobody writes to an unfinished file any more


def options(schema: pa.Schema) -> dict[str, Any]:
    """How tables are written: checksums for every page, and only the words and counters packed as such."""
    return {
        "compression": COMPRESSION,
        "write_page_checksum": True,
        "use_dictionary": [field.name for field in schema if field.type == pa.string()],
        "write_statistics": [name for name in ("point", "replicate") if name in schema.names],
    }


class Parts:
    """The parts of one key, in one folder.

    Several processes may write into the folder at once: every file gets its name in one step when it is whole, and two
    processes that compute the same part write the same bytes.
    """

    def __init__(self, folder: Path, count: int) -> None:
        self.folder, self.count = folder, count

    def path(self, table: str, number: int) -> Path:
        """Where a table of a part is."""
        return self.folder / f"{table}-{number:06d}.parquet"

    def write(self, number: int, tables: Mapping[str, pa.Table]) -> None:
        """Write a part; it counts once its outcomes are there."""
        for name in sorted(tables, key=lambda name: name == OUTCOMES):
            with writing(self.path(name, number)) as file:
                pq.write_table(tables[name], file, **options(tables[name].schema))

    def done(self) -> set[int]:
        """Numbers of the parts that are there and can be read; names alone, and the end of each file, are looked at."""
        return {number for number in self._named() if self._readable(self.path(OUTCOMES, number))}

    def missing(self) -> list[int]:
        """Numbers of the parts that are not there, judged by their names alone."""
        there = set(self._named())
        return [number for number in range(self.count) if number not in there]

    def read(self, table: str, number: int) -> pa.Table:
        """A table of a part, with the checksum of every page verified."""
        with pq.ParquetFile(self.path(table, number), page_checksum_verification=True) as file:
            return file.read(use_threads=False)  # the threads would cost more than they save on so small a table

    def set_aside(self, number: int) -> list[Path]:
        """Move a damaged part out of the way, to be looked at; it will be computed again."""
        moved = []
        for path in sorted(self.folder.glob(f"*-{number:06d}.parquet")):
            path.replace(path.with_suffix(".damaged"))
            moved.append(path)
        return moved

    def tidy(self) -> None:
        """Remove the unfinished files that killed processes have left, except those that may still be written to."""
        for path in self.folder.glob(f".*{UNFINISHED}"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink()

    def _named(self) -> Iterator[int]:
        for path in self.folder.glob(f"{OUTCOMES}-*.parquet"):
            number = path.stem.rpartition("-")[2]
            if number.isdecimal() and int(number) < self.count:
                yield int(number)

    @staticmethod
    def _readable(path: Path) -> bool:
        try:
            pq.read_metadata(path)
        except (OSError, pa.ArrowException):
            return False
        return True
