"""Files with a checksum of their own: whoever reads one knows that it is what was written, to the bit."""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from simulation.world.errors import Damaged

FORMAT = 2  # of manifests; those of format 1 have neither this nor a checksum
MARKS, SEAL = b"coproduction", b"seal"
OPEN = b"seal:" + b"0" * 64  # stands where the checksum will be, so that it covers every other byte of the file
_SEALED = re.compile(rb"seal:([0-9a-f]{64})")


def sha256(content: bytes) -> str:
    """The checksum of some bytes."""
    return hashlib.sha256(content).hexdigest()


def digest(path: Path) -> str:
    """The checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def json_bytes(data: Mapping[str, Any]) -> bytes:
    """JSON as all files of results have it."""
    return (json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8")


def to_json(data: Mapping[str, Any]) -> bytes:
    """JSON with its format and its own checksum."""
    plain = {"format": FORMAT, **{name: value for name, value in data.items() if name not in ("format", "checksum")}}
    return json_bytes({**plain, "checksum": _of_json(plain)})


def from_json(content: bytes) -> dict[str, Any]:
    """JSON as `to_json` wrote it, or of a time before checksums; raise `Damaged` for anything else."""
    try:
        data = json.loads(content.decode("utf-8"))
    except ValueError as error:
        raise Damaged(f"it is no JSON ({error})") from None
    if not isinstance(data, dict):
        raise Damaged("it is no JSON object")
    if "format" not in data and "checksum" not in data:
        return data
    # Also to the letter: another spelling of the same number was not written here.
    if content.replace(b"\r\n", b"\n") != json_bytes(data):
        raise Damaged("its content is not as it was written")
    plain = {name: value for name, value in data.items() if name != "checksum"}
    if data.get("format") != FORMAT:
        raise Damaged(f"its format is {data.get('format')!r}, and this version reads {FORMAT}")
    if data.get("checksum") != _of_json(plain):
        raise Damaged("its checksum does not fit its content")
    return data


def _of_json(plain: Mapping[str, Any]) -> str:
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return sha256(text.encode("utf-8"))


def to_parquet(table: pa.Table, marks: Mapping[str, Any], **options: Any) -> bytes:
    """A table as a parquet file that carries ``marks``, its number of rows and a checksum of all its bytes."""
    known = json.dumps({**marks, "rows": len(table)}, sort_keys=True)
    file = io.BytesIO()
    marked = table.replace_schema_metadata({MARKS: known, SEAL: OPEN})
    pq.write_table(marked, file, write_page_checksum=True, **options)
    content = file.getvalue()
    at = content.rindex(OPEN)  # the footer comes last; the copy that arrow keeps beside it is encoded
    return content[:at] + b"seal:" + sha256(content).encode() + content[at + len(OPEN) :]


def marks_of(content: bytes) -> dict[str, Any]:
    """The marks of a file that `to_parquet` wrote; raise `Damaged` if any of its bytes is another."""
    seals = list(_SEALED.finditer(content))
    if not seals:
        raise Damaged("it has no checksum")
    start, end = seals[-1].span()
    if sha256(content[:start] + OPEN + content[end:]).encode() != seals[-1][1]:
        raise Damaged("its checksum does not fit its content")
    try:
        return json.loads(pq.read_metadata(pa.BufferReader(content)).metadata[MARKS])
    except (OSError, KeyError, TypeError, ValueError, pa.ArrowException) as error:
        raise Damaged(f"it has no marks ({type(error).__name__})") from None


def from_parquet(content: bytes, marks: Mapping[str, Any]) -> pa.Table:
    """The table of such a file; raise `Damaged` unless it is whole and carries these marks."""
    found = marks_of(content)
    for name, value in marks.items():
        if found.get(name) != value:
            raise Damaged(f"its {name} is {found.get(name)!r} instead of {value!r}")
    table = table_of(content)
    if len(table) != found.get("rows"):
        raise Damaged(f"it has {len(table)} rows instead of {found.get('rows')}")
    return table


def table_of(content: bytes) -> pa.Table:
    """The table of a parquet file, every page verified; threads would cost more than they save on so small a table."""
    try:
        with pq.ParquetFile(pa.BufferReader(content), page_checksum_verification=True) as file:
            return file.read(use_threads=False).replace_schema_metadata(None)
    except (OSError, ValueError, pa.ArrowException) as error:
        said = str(error).splitlines() or [type(error).__name__]
        raise Damaged(f"it is no whole table ({said[0]})") from None
