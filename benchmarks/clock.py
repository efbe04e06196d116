"""The processor's own clock, readable from compiled code: about ten nanoseconds a reading, where Python's takes fifty.

Ticks are good for shares only, never for seconds: their length differs from machine to machine.
"""

from __future__ import annotations

from numba.core import types
from numba.core.cgutils import ir  # llvmlite, in the version that this numba is made for
from numba.extending import intrinsic

from simulation.engine.compilation import rule


@intrinsic
def ticks(typing_context):
    """Reading of the processor's time-stamp counter, as int64."""

    def generate(context, builder, signature, arguments):
        counter = builder.module.declare_intrinsic("llvm.readcyclecounter", (), ir.FunctionType(ir.IntType(64), ()))
        return builder.call(counter, ())

    return types.int64(), generate


@rule
def lap(spent, step, since):
    """Add the ticks since the last reading to the time of a step; returns this reading."""
    now = ticks()
    spent[step] += now - since
    return now
