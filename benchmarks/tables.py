"""What a benchmark found, in words and tables."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group
from rich.table import Table

from benchmarks.budget import Budget
from benchmarks.measuring import Measured, machine
from benchmarks.pairing import Pairing, Spread
from benchmarks.phases import StepTime
from simulation.month import PHASES


def all_tables(measured: Measured) -> Group:
    """Everything, for a terminal."""
    return Group(
        *_workload(measured),
        _comparisons(measured),
        *_same_model(measured),
        _steps(measured.steps, measured.yardstick.month),
        _scaling(measured),
        _costs(measured),
        budget_table(measured.budget),
    )


def budget_table(budget: Budget) -> Table:
    """The budget of an arrangement-month."""
    table = _table(
        "The least that an arrangement-month can cost", "operation", "needed", "ns each", "ns", justify="lrrr"
    )
    unit = budget.unit
    rows = (
        ("draws (Philox blocks)", budget.blocks, unit.block),
        ("exponentials", budget.exponentials, unit.exponential),
        ("logarithms", budget.logarithms, unit.logarithm),
        ("bytes read and written", budget.bytes, unit.byte),
    )
    for name, needed, price in rows:
        table.add_row(name, f"{needed:.3g}", f"{price:.3g}", f"{needed * price:.1f}")
    table.add_row("lower bound", "", "", f"{budget.bound:.1f}")
    table.add_row("achieved", "", "", f"{budget.achieved:.1f}")
    table.add_row("achieved ÷ lower bound", "", "", f"{budget.ratio:.1f}")
    return table


def _table(title: str, *columns: str, justify: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for name, side in zip(columns, justify, strict=True):
        table.add_column(name, justify="right" if side == "r" else "left")
    return table


def _workload(measured: Measured) -> Iterator[str]:
    of, here = measured.workload, machine()
    yield (
        f"Workload {of.version}: scenario {of.scenario}, seed {of.seed}; {of.councils} council, {of.neighbourhoods} "
        f"neighbourhoods, {of.services} services in each ({of.arrangements} arrangements), "
        f"{of.places_for_organisations} places for organisations; {of.burn_in_months} months of burn-in and "
        f"{of.months} months, the arms separate from month {of.fork} on. Recorded: {'; '.join(of.recorded)}."
    )
    yield f"Machine: {here['processor']}, {here['cores']} cores, load {here['load']}. Times on one core are processor"
    yield "times; ratios are of measurements taken in turn: median (least to most)."


def _spread(spread: Spread, scale: float = 1.0) -> str:
    return f"{scale * spread.median:.3g} ({scale * spread.least:.3g} to {scale * spread.most:.3g})"


def _comparisons(measured: Measured) -> Table:
    table = _table("One month of one arm, everything recorded", "", "µs a month", "÷ ensemble", "pairs", justify="lrrr")
    rows: tuple[tuple[str, Pairing], ...] = (
        ("plain Python objects, scheduled by Mesa", measured.peer.months),
        ("Mesa face, compiled rules", measured.mesa),
    )
    table.add_row("compiled ensemble", _spread(measured.peer.months.first, 1e6), "1", "")
    for name, pairing in rows:
        table.add_row(name, _spread(pairing.second, 1e6), _spread(pairing.ratio), str(pairing.ratio.pairs))
    table.add_row(
        "plain objects, per recorded month of paired arms",
        "",
        f"{measured.peer.recorded_ratio:.3g}",
        "",
    )
    return table


def _same_model(measured: Measured) -> Iterator[str]:
    same = measured.peer.same_model
    yield (
        f"The peer is the same model: {'yes' if same.holds else 'NO'}. With the ensemble's draws "
        f"{same.identical_months} of {same.compared_months} months agree to the last bit in every measure. With draws "
        f"of its own, the final years of {same.peer_replicates} replicates differ from those of "
        f"{same.compiled_replicates} compiled ones {'no more' if same.holds else 'MORE'} than chance explains (most in "
        f"{same.measure}: "
        f"p = {same.chance:.2g} by rank tests corrected for the number of measures)."
    )


def _steps(steps: tuple[StepTime, ...], month: float) -> Table:
    table = _table("Where a month's time goes", "phase", "step", "share", "ns per month", justify="llrr")
    titles = {phase.number: phase.title for phase in PHASES} | {0: "Recording"}
    for step in steps:
        table.add_row(titles[step.phase], step.step, f"{step.share:.1%}", f"{step.share * month * 1e9:.0f}")
    return table


def _scaling(measured: Measured) -> Table:
    table = _table("How cost grows", "with", "sizes", "seconds", "exponent (95 %)", justify="llrr")
    for scaling in measured.scaling:
        sizes, seconds = (", ".join(f"{number:.3g}" for number in of) for of in (scaling.sizes, scaling.seconds))
        exponent = f"{scaling.exponent:.3f} ({scaling.low:.3f} to {scaling.high:.3f})"
        table.add_row(scaling.what, sizes, seconds, exponent)
    table.add_row("2 workers", "", "", f"{_spread(measured.workers.ratio)} times as fast as one")
    return table


def _costs(measured: Measured) -> Table:
    table = _table("What somebody waits for", "", "seconds", "", justify="lrl")
    shop, nation, start = measured.workshop, measured.nation, measured.starting
    table.add_row(
        f"{shop.replicates} replicates of both arms", f"{shop.ensemble:.2f}", f"wall time, {shop.workers} workers"
    )
    table.add_row("all their measures and intervals", f"{shop.summary:.2f}", "wall time")
    table.add_row("the same over 64 worlds", f"{shop.over_worlds:.2f}", f"{shop.over_worlds / shop.summary:.2f} times")
    table.add_row("run and estimates", f"{shop.total:.2f}", f"{shop.processor:.2f} s of processor time")
    if nation is not None:
        memory = f"{nation.peak_megabytes:.0f} MB at most, of which {nation.before_megabytes:.0f} before the world"
        table.add_row(f"{nation.councils} councils, {nation.years} years, one arm", f"{nation.seconds:.2f}", memory)
    if start.cold is not None:
        table.add_row("first replicate, nothing compiled yet", f"{start.cold:.1f}", "wall time of the process")
    table.add_row("first replicate of a new process", f"{start.warm:.2f}", f"{start.imports:.2f} s of it imports")
    ratio = measured.yardstick
    table.add_row("month ÷ yardstick", f"{ratio.ratio:.3f}", "the figure that the test of speed watches")
    return table
