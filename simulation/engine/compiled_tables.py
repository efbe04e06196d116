"""Tables inside compiled code: rows read like records, and the compiler knows that no two columns share memory.

numba compiles a record to a bare address, so every write to one might change any other: parameters are read again for
every arrangement, and no loop works on several arrangements at a time. The types of this file carry what is known: each
column is marked as memory of its own (LLVM's type-based alias analysis), rows cannot be counted from the end, and a
table can be kept by column while a simulation runs, so that a loop over arrangements reads memory in order.

In rules nothing changes: ``world.arrangements[a].quality`` means the same. Without compilation, that is with
``NUMBA_DISABLE_JIT=1``, and with ``COPRODUCTION_PLAIN_TABLES=1`` the tables stay what they are.
"""

from __future__ import annotations

import operator
from typing import Any

from llvmlite import ir
from numba import config
from numba.core import cgutils, types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import (
    infer_getattr,
    intrinsic,
    lower_getattr_generic,
    lower_setattr_generic,
    models,
    overload,
    register_model,
)
from numba.np.arrayobj import make_array

from simulation.engine.compilation import PLAIN_TABLES, rule


class TableType(types.Type):
    """A table of records: by row, as numpy keeps it, or by column."""

    def __init__(self, record: types.Record, by_column: bool) -> None:
        self.record, self.by_column = record, by_column
        super().__init__(f"Table({record}, by_column={by_column})")


class RowType(types.Type):
    """One row of such a table."""

    def __init__(self, table: TableType) -> None:
        self.table, self.record = table, table.record
        super().__init__(f"Row({table})")


class CellType(types.Type):
    """A column of a row that holds several values."""

    def __init__(self, row: RowType, name: str) -> None:
        self.row, self.column, self.values = row, name, row.record.typeof(name)
        super().__init__(f"Cell({row}, {name})")


def _model(kind: type[types.Type], *members: tuple[str, types.Type]) -> None:
    """Say what a value of a type is made of."""

    class Model(models.StructModel):
        def __init__(self, manager: Any, value_type: types.Type) -> None:
            super().__init__(manager, value_type, list(members))

    register_model(kind)(Model)


_model(TableType, ("data", types.voidptr), ("rows", types.intp))
_model(RowType, ("data", types.voidptr), ("rows", types.intp), ("index", types.intp))
_model(CellType, ("data", types.voidptr))


# Where things lie ----------------------------------------------------------------------------------------------------


def _whole(number: int) -> ir.Constant:
    return ir.Constant(ir.IntType(64), number)


def _struct(context, builder, kind, value=None):
    return cgutils.create_struct_proxy(kind)(context, builder, value=value)


def _bytes(context, record, name):
    return context.get_abi_sizeof(context.get_data_type(record.typeof(name)))


def _address(context, builder, kind, row, name):
    """Where a column of a row lies. By column, all values of one column come before those of the next."""
    record, parts = kind.record, _struct(context, builder, kind, row)
    field = record.typeof(name)
    stored = context.get_data_type(field.dtype if isinstance(field, types.NestedArray) else field)
    if kind.table.by_column:
        names = list(record.fields)
        before = sum(_bytes(context, record, other) for other in names[: names.index(name)])
        start, step = builder.mul(parts.rows, _whole(before), flags=["nuw", "nsw"]), _bytes(context, record, name)
    else:
        start, step = _whole(record.offset(name)), record.size
    at = builder.add(start, builder.mul(parts.index, _whole(step), flags=["nsw"]), flags=["nsw"])
    return builder.bitcast(builder.gep(parts.data, [at], inbounds=True), stored.as_pointer())


def _of_its_own(builder, access, record, name):
    """Mark a load or store: no column of another name or of another table shares its memory."""
    module = builder.module
    root = module.add_metadata([ir.MetaDataString(module, "columns")])
    # Tables have records of different size. Two columns under one mark would only cost speed.
    column = module.add_metadata([ir.MetaDataString(module, f"{name} of {record.size}"), root])
    access.set_metadata("tbaa", module.add_metadata([column, column, _whole(0)]))
    return access


def _given(field):
    """The type of a value that is read: whole numbers have 64 bits, so that rules need no version for fewer."""
    return types.int64 if isinstance(field, types.Integer) else field


# Rows ----------------------------------------------------------------------------------------------------------------


@infer_getattr
class _Columns(AttributeTemplate):
    key = RowType

    def generic_resolve(self, row: RowType, name: str) -> types.Type | None:
        """The type of a column."""
        if name not in row.record.fields:
            return None
        field = row.record.typeof(name)
        return CellType(row, name) if isinstance(field, types.NestedArray) else _given(field)


@lower_getattr_generic(RowType)
def _read(context, builder, kind, row, name):
    field, address = kind.record.typeof(name), _address(context, builder, kind, row, name)
    if isinstance(field, types.NestedArray):
        cell = _struct(context, builder, CellType(kind, name))
        cell.data = builder.bitcast(address, context.get_value_type(types.voidptr))
        return cell._getvalue()
    loaded = _of_its_own(builder, builder.load(address), kind.record, name)
    value = context.data_model_manager[field].from_data(builder, loaded)
    return context.cast(builder, value, field, _given(field))


@lower_setattr_generic(RowType)
def _write(context, builder, signature, arguments, name):
    kind, given = signature.args
    field = kind.record.typeof(name)
    value = context.cast(builder, arguments[1], given, field)
    stored = context.data_model_manager[field].as_data(builder, value)
    address = _address(context, builder, kind, arguments[0], name)
    _of_its_own(builder, builder.store(stored, address), kind.record, name)


@overload(operator.getitem)
def _getitem(container, index):
    if isinstance(container, TableType) and isinstance(index, types.Integer | types.IntEnumMember):
        return lambda container, index: _row(container, index)
    if isinstance(container, CellType) and isinstance(index, types.Integer | types.IntEnumMember):
        return lambda container, index: _read_value(container, index)
    return None


@overload(operator.setitem)
def _setitem(container, index, value):
    if isinstance(container, CellType) and isinstance(index, types.Integer | types.IntEnumMember):
        return lambda container, index, value: _write_value(container, index, value)
    return None


@overload(len)
def _length(container):
    if isinstance(container, TableType):
        return lambda container: _rows(container)
    if isinstance(container, CellType):
        length = container.values.shape[0]
        return lambda container: length
    return None


@intrinsic
def _row(typing_context, table, index):
    kind = RowType(table)

    def generate(context, builder, signature, arguments):
        whole, row = _struct(context, builder, table, arguments[0]), _struct(context, builder, kind)
        row.data, row.rows = whole.data, whole.rows
        row.index = context.cast(builder, arguments[1], index, types.intp)
        return row._getvalue()

    return kind(table, index), generate


@intrinsic
def _rows(typing_context, table):
    def generate(context, builder, signature, arguments):
        return _struct(context, builder, table, arguments[0]).rows

    return types.intp(table), generate


def _place(context, builder, kind, cell, given, index):
    stored = context.get_data_type(kind.values.dtype)
    start = builder.bitcast(_struct(context, builder, kind, cell).data, stored.as_pointer())
    return builder.gep(start, [context.cast(builder, index, given, types.intp)], inbounds=True)


@intrinsic
def _read_value(typing_context, cell, index):
    def generate(context, builder, signature, arguments):
        place = _place(context, builder, cell, arguments[0], index, arguments[1])
        return _of_its_own(builder, builder.load(place), cell.row.record, cell.column)

    return cell.values.dtype(cell, index), generate


@intrinsic
def _write_value(typing_context, cell, index, value):
    def generate(context, builder, signature, arguments):
        place = _place(context, builder, cell, arguments[0], index, arguments[1])
        stored = context.cast(builder, arguments[2], value, cell.values.dtype)
        _of_its_own(builder, builder.store(stored, place), cell.row.record, cell.column)
        return context.get_dummy_value()

    return types.none(cell, index, value), generate


# Tables --------------------------------------------------------------------------------------------------------------


def _table(context, builder, kind, records, record_array, data):
    table = _struct(context, builder, kind)
    table.data = builder.bitcast(data, context.get_value_type(types.voidptr))
    table.rows = builder.extract_value(make_array(records)(context, builder, record_array).shape, 0)
    return table._getvalue()


@intrinsic
def _by_row(typing_context, records):
    kind = TableType(records.dtype, by_column=False)

    def generate(context, builder, signature, arguments):
        data = make_array(records)(context, builder, arguments[0]).data
        return _table(context, builder, kind, records, arguments[0], data)

    return kind(records), generate


@intrinsic
def _by_column(typing_context, records, room):
    kind = TableType(records.dtype, by_column=True)

    def generate(context, builder, signature, arguments):
        data = make_array(room)(context, builder, arguments[1]).data
        return _table(context, builder, kind, records, arguments[0], data)

    return kind(records, room), generate


@intrinsic
def _copy_rows(typing_context, source, target):
    record = source.record

    def generate(context, builder, signature, arguments):
        tables = [_struct(context, builder, kind, value) for kind, value in zip(signature.args, arguments, strict=True)]
        for name in record.fields:
            with cgutils.for_range(builder, tables[0].rows) as loop:
                places = []
                for kind, table in zip(signature.args, tables, strict=True):
                    row = _struct(context, builder, RowType(kind))
                    row.data, row.rows, row.index = table.data, table.rows, loop.index
                    places.append(_address(context, builder, RowType(kind), row._getvalue(), name))
                # Not marked: here the two forms of a table meet.
                builder.store(builder.load(places[0]), places[1])
        return context.get_dummy_value()

    return types.none(source, target), generate


if config.DISABLE_JIT or PLAIN_TABLES:

    @rule
    def by_row(records):
        """The table itself."""
        return records

    @rule
    def by_column(records, room):
        """The table itself."""
        return records

    @rule
    def copy_rows(source, target):
        """Nothing: both are the same table."""

else:
    by_row = _by_row  # ``by_row(records)``: a table over the records themselves
    by_column = _by_column  # ``by_column(records, room)``: in uint8 memory as large as the records; nothing is copied
    copy_rows = _copy_rows  # ``copy_rows(source, target)``: all rows of a table to another one with the same columns
