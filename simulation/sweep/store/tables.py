"""The final tables: all parts in their order, as one file each. The same sweep always gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.results.atomic import writing
from simulation.sweep.store.parts import Parts, options
from simulation.world.errors import DamagedPart

TABLES = ("outcomes", "monthly", "spells")
ROWS = 65_536  # of a row group: what is held in memory at once


def consolidate(parts: Parts, table: str, target: Path) -> None:
    """Write a final table from its parts; nothing is written if one of them is damaged.

    Row groups are filled to the same number of rows whatever the parts' sizes, and only one is held in memory.

    Raises
    ------
    DamagedPart : for the first part that cannot be read.
    """
    with writing(target) as file:
        waiting = _read(parts, table, 0)
        with pq.ParquetWriter(file, waiting.schema, **options(waiting.schema)) as writer:
            for number in range(1, parts.count):
                waiting = pa.concat_tables([waiting, _read(parts, table, number)])
                while len(waiting) >= ROWS:
                    writer.write_table(waiting.slice(0, ROWS).combine_chunks(), ROWS)
                    waiting = waiting.slice(ROWS)
            if len(waiting):
                writer.write_table(waiting.combine_chunks(), ROWS)


def _read(parts: Parts, table: str, number: int) -> pa.Table:
    try:
        return parts.read(table, number)
    except (OSError, pa.ArrowException) as error:
        raise DamagedPart(number, str(error).splitlines()[0]) from None
