"""Futures that a folder holds from an earlier design, of fewer replicates or other points: none is simulated twice."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from simulation.results.manifests import KEY
from simulation.sweep.block import Block, Slice
from simulation.sweep.columns import Keep
from simulation.sweep.store import OUTCOMES, Parts
from simulation.sweep.store.parts import Held
from simulation.world.errors import DamagedPart

Tables = dict[str, pa.Table]


class Source(NamedTuple):
    """Where futures are held: a part of an earlier design, and which of them."""

    parts: Parts
    number: int
    held: Held


class Earlier:
    """What the parts of all other designs in a folder hold, by what these futures depend on (`Slice.futures`).

    Futures of another code version, or of which other things were kept, have other digits and are never found.
    """

    def __init__(self, parts: Parts, failed: bool = True) -> None:
        """``parts`` are this design's own; with ``failed`` a run in which the model failed counts as there."""
        self._failed = failed
        self._sources: dict[str, list[Source]] = defaultdict(list)
        self._read_last: tuple[tuple[Parts, int] | None, Tables] = (None, {})
        for folder in sorted(parts.folder.parent.glob("*")):
            if folder != parts.folder and KEY.fullmatch(folder.name) and folder.is_dir():
                other = Parts.found_in(folder)
                for number in range(other.count):
                    for held in other.holds(number):
                        self._sources[held.futures].append(Source(other, number, held))

    def split(self, block: Block) -> tuple[Block, list[Tables]]:
        """What is left of a block to simulate, and the tables of what is there."""
        missing: list[Slice] = []
        there: list[Tables] = []
        for piece in block.slices:
            at = piece.first
            for source in sorted(self._sources.get(piece.futures, ()), key=lambda each: each.held.first):
                first, last = max(at, source.held.first), min(piece.last, source.held.last)
                tables = self._tables(source, piece.point, first, last, block.keep) if first < last else None
                if tables is not None:
                    missing += _between(piece, at, first)
                    there.append(tables)
                    at = last
            missing += _between(piece, at, piece.last)
        return block._replace(slices=tuple(missing)), there

    def _tables(self, source: Source, point: int, first: int, last: int, keep: Keep) -> Tables | None:
        """Some replicates, under the number that their point has now; None where they cannot be taken over."""
        part = (source.parts, source.number)
        if self._read_last[0] != part:
            try:
                self._read_last = part, {name: source.parts.read(name, source.number) for name in keep.tables}
            except DamagedPart:
                return None
        replicate = pc.field("replicate")
        wanted = (pc.field("point") == source.held.point) & (replicate >= first) & (replicate < last)
        tables = {name: table.filter(wanted) for name, table in self._read_last[1].items()}
        if not self._failed and tables[OUTCOMES]["error"].null_count < len(tables[OUTCOMES]):
            return None
        return {name: _numbered(table, point) for name, table in tables.items()}


def together(pieces: list[Tables]) -> Tables:
    """The tables of a block from those of its pieces, as a block that is simulated at once has them."""
    return {name: _in_order(pa.concat_tables([piece[name] for piece in pieces])) for name in pieces[0]}


def _between(piece: Slice, first: int, last: int) -> list[Slice]:
    """Some replicates of a slice, if there are any."""
    if first >= last:
        return []
    return [piece._replace(first=first, last=last, worlds=piece.worlds[first - piece.first : last - piece.first])]


def _numbered(table: pa.Table, point: int) -> pa.Table:
    numbers = pa.array(np.full(len(table), point), pa.int32())
    return table.set_column(table.column_names.index("point"), "point", numbers)


def _in_order(table: pa.Table) -> pa.Table:
    """Rows by point, of groups by group, and by replicate; what one run has several of stays as it is."""
    keys = [table["replicate"].to_numpy(), table["point"].to_numpy()]
    if "group" in table.column_names:  # those of a point in the order in which it has them
        names = zip(*(table[name].to_pylist() for name in ("point", "by", "group")), strict=True)
        place: dict[tuple[int, str, str], int] = {}
        keys.insert(1, np.array([place.setdefault(name, len(place)) for name in names], np.int64))
    return table.take(pa.array(np.lexsort(keys))).combine_chunks()
