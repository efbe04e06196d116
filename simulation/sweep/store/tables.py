"""The final tables: all parts in their order, as one file each. The same sweep always gives the same bytes."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.results.atomic import writing
from simulation.sweep.store.parts import Parts, options
from simulation.world.errors import DamagedPart
from simulation.world.sealed import MARKS

TABLES = ("outcomes", "groups", "monthly", "spells")
ROWS = 65_536  # of a row group: what is held in memory at once


def consolidate(parts: Parts, table: str, target: Path) -> None:
    """Write a final table from its parts; nothing is written if one of them is damaged.

    Row groups are filled to the same number of rows whatever the parts' sizes, and only one is held in memory.

    Raises
    ------
    DamagedPart : for the first part that is not what was written.
    """
    with writing(target) as file:
        waiting = parts.read(table, 0)
        # Which sweep it belongs to stands in the file too, so that it is known wherever somebody puts it.
        schema = waiting.schema.with_metadata({MARKS: json.dumps({"key": parts.key, "table": table})})
        waiting = waiting.replace_schema_metadata(schema.metadata)
        with pq.ParquetWriter(file, schema, write_page_checksum=True, **options(schema)) as writer:
            for number in range(1, parts.count):
                waiting = pa.concat_tables([waiting, _alike(parts.read(table, number), schema, number)])
                while len(waiting) >= ROWS:
                    writer.write_table(waiting.slice(0, ROWS).combine_chunks(), ROWS)
                    waiting = waiting.slice(ROWS)
            if len(waiting):
                writer.write_table(waiting.combine_chunks(), ROWS)


def _alike(table: pa.Table, schema: pa.Schema, number: int) -> pa.Table:
    if not table.schema.equals(schema):
        raise DamagedPart(number, f"part {number} has other columns than the first part")
    return table.replace_schema_metadata(schema.metadata)
