"""``coproduction run``: many runs of a scenario and of its counterfactual, and what the events did."""

from __future__ import annotations

import shlex
import sys
import time
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from simulation.cli.council_arguments import (
    Begins,
    CouncilFiles,
    CouncilNames,
    From,
    Replay,
    SpendingFile,
    To,
    VotesFrom,
    council_words,
    on_record,
    on_record_words,
    with_real_councils,
)
from simulation.cli.output_folder import check_output_folder
from simulation.cli.precision import Report, check_precision, precise_enough, with_progress
from simulation.cli.room_arguments import (
    Against,
    CountedName,
    Only,
    ServiceName,
    Year,
    other_scenario,
    room_state,
)
from simulation.cli.scenario_arguments import With, WorldsName, extension_in_words, load_scenario, load_worlds, refusing
from simulation.cli.status import FAILED, check_range, complain, refuse, say, whole
from simulation.cli.where_it_runs import Workers, check_workers
from simulation.world.limits import LAST_SEED, LONGEST_YEARS
from simulation.world.names_of_worlds import DEFAULT

if TYPE_CHECKING:
    from simulation.ensemble import Ensemble
    from simulation.results import Results
    from simulation.scenarios import Scenario

REPLICATES = 50
CALENDAR = "uk-calendar"  # what a council on record lives through where no scenario is named
MOST = 1_000_000  # replicates
LONGEST = 12 * LONGEST_YEARS  # months
COPIES = 2.5  # of the measures, measured: as they were computed, as tables, and what is summarised
A_FUTURE, A_LOG = 4_000, 100_000  # bytes of a future besides, and of its log of changes
WIDTH = 150  # characters, where there is no terminal to ask


def run(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="NAME|FILE",
            help="A scenario of the library, or a file ending in .toml; the national calendar with --council alone.",
            show_default=False,
        ),
    ] = None,
    replicates: Annotated[
        int | None,
        typer.Option(
            "--replicates",
            "-n",
            parser=whole,
            metavar="INTEGER",
            help="How many runs, each with and without the events.",
            show_default=str(REPLICATES),
        ),
    ] = None,
    precision: Annotated[
        float | None,
        typer.Option(
            metavar="SHARE",
            help="As many runs as it takes for chance to leave the change in co-production open by at most so much.",
            show_default=False,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(parser=whole, metavar="INTEGER", help="Same seed, same runs.")] = 1,
    months: Annotated[
        int | None,
        typer.Option(
            parser=whole,
            metavar="INTEGER",
            help=f"Horizon, up to {LONGEST}, instead of the scenario's own.",
            show_default=False,
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="Change a setting, or a number of an event (cut.size=-0.2) or of a named council; can be repeated.",
        ),
    ] = None,
    allow_outside: Annotated[
        bool,
        typer.Option("--allow-outside", help="Let --set leave declared ranges, as far as the model can bear it."),
    ] = False,
    without: Annotated[
        list[str] | None,
        typer.Option(metavar="EVENT", help="Compare with the world without exactly this event; can be repeated."),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            metavar="council|service|fifth",
            help="Also measure each council, each service, or each fifth of the neighbourhoods by deprivation; can be "
            "repeated.",
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Print all that was measured, and not a dozen rows of it.")
    ] = False,
    year: Year = None,
    service: ServiceName = None,
    counted: CountedName = None,
    only: Only = None,
    against: Against = None,
    worlds: WorldsName = DEFAULT,
    extension: With = None,
    council: CouncilNames = None,
    first: From = None,
    last: To = None,
    votes_from: VotesFrom = None,
    begins: Begins = None,
    councils: CouncilFiles = None,
    spending: SpendingFile = None,
    replay: Replay = True,
    workers: Workers = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the results, by default results/NAME.", show_default=False),
    ] = None,
) -> None:
    """Simulate a scenario and its counterfactual, print the measures and write the results.

    For example: coproduction run leadership-change --replicates 200

    In a council on record: coproduction run --council wigan --from 2010 --to 2045
    """
    where = on_record(council or (), first, last, votes_from, begins, councils or ())
    if name is None:
        if where is None:
            raise typer.BadParameter("missing argument 'NAME|FILE': a scenario, or --council NAME")
        name = CALENDAR
    check_range("--replicates", replicates, 1, MOST)
    check_precision(precision, replicates)
    check_range("--seed", seed, 0, LAST_SEED)
    check_range("--months", months, 1, LONGEST)
    check_workers(workers)
    scenario = load_scenario(name, settings or (), without or (), where, allow_outside)
    drawn_in = load_worlds(worlds)
    scenario, of_files = with_real_councils(scenario, councils or (), spending, replay)
    groups = _count_groups(scenario, by or ())
    said = room_state(scenario, drawn_in, months or scenario.months, year, service, counted, only)
    other = other_scenario(scenario, against or (), year, allow_outside)
    folder = out or Path("results") / scenario.name
    check_output_folder(folder)
    if precision is not None and scenario.fork_within(months or scenario.months) >= (months or scenario.months):
        refuse(f"--precision {precision:g}: nothing under study happens, so nothing differs; give --replicates")
    from simulation.results.how_many import PILOT

    least = replicates or (REPLICATES if precision is None else PILOT)

    def fits(count: int) -> None:
        check_fits(scenario, count, months, year is not None, groups)

    with refusing():
        fits(least)
    files = on_record_words(where) + council_words(councils or (), spending, replay)
    files += [word for kind in by or () for word in ("--by", kind)]
    files += ["--allow-outside"] if allow_outside else []
    files += ["--with", str(extension)] if extension is not None else []
    words = _words(name, seed, worlds, months, settings or (), without or (), files, out)
    _say_what_is_on_record(scenario)
    from simulation.ensemble import run as engine
    from simulation.results.replacing import only_writer
    from simulation.scenarios.times import counted_from, stopped
    from simulation.world.errors import Busy, MachineError, ResultError, SettingError
    from simulation.world.outside import outside_in_words

    def simulate(count: int, first: Ensemble | None, report: Report, of: Scenario = scenario) -> Ensemble:
        return engine(
            of,
            count,
            seed,
            workers=workers,
            months=months,
            keep_changes=year is not None,
            worlds=drawn_in,
            by=by or (),
            first=first,
            on_progress=report,
        )

    def told(ensemble: Ensemble) -> str:
        """What the workshop says, where that is asked for."""
        if said is None:
            return ""
        from simulation.cli.room_sentence import against_sentence, room_sentence

        sentences = room_sentence(ensemble, said)
        if other is None:
            return sentences
        named = ", ".join(against or ())
        others = with_progress(partial(simulate, of=other), ensemble.replicates, named).ensemble
        return f"{sentences}\n{against_sentence(ensemble, others, said, named)}"

    try:
        with only_writer(folder):  # from here on, so that no other process computes what it cannot write
            began = time.perf_counter()
            timed = with_progress(simulate, least, scenario.name)
            ensemble = timed.ensemble
            if precision is not None:
                ensemble = precise_enough(timed, precision, simulate, scenario.name, fits)
            command = shlex.join([*words[:3], "--replicates", str(ensemble.replicates), *words[3:]])
            if len(ensemble.failures) < ensemble.replicates:
                _write_and_print(ensemble, folder, command, began, told(ensemble), of_files, every)
    except Busy as error:
        refuse(f"--out {error}")
    except (ResultError, MachineError, SettingError) as error:
        complain(error)
        raise typer.Exit(FAILED) from None
    except Exception as error:
        traceback.print_exc()
        complain(f"{name} failed while running: {error}")
        raise typer.Exit(FAILED) from None
    whole_run = months or scenario.months
    remarks = outside_in_words(scenario.outside), stopped(scenario, whole_run), counted_from(scenario)
    for remark in filter(None, (extension_in_words(), *remarks)):
        complain(remark)
    if ensemble.failures:
        replicate, message = ensemble.failures[0]
        complain(f"{len(ensemble.failures)} of {ensemble.replicates} futures failed; future {replicate}: {message}")
        raise typer.Exit(FAILED)


def _say_what_is_on_record(scenario: Scenario) -> None:
    """The header of a run in real councils: what is recorded and what is generated."""
    if scenario.on_record:
        from simulation.cli.show_command import wrapped
        from simulation.scenarios.in_words import month_in_words

        last = month_in_words(scenario.months - 1, scenario.start)
        say(f"{scenario.title}, {month_in_words(0, scenario.start)} to {last}")
        say("\n".join(map(wrapped, scenario.on_record)))
        say()


def _count_groups(scenario: Scenario, by: Sequence[str]) -> int:
    """How many parts of the world are measured by themselves."""
    if not by:
        return 0
    from simulation.ensemble import groups_of

    with refusing():
        return len(groups_of(scenario, by))


def check_fits(scenario: Scenario, replicates: int, months: int | None, keep_changes: bool, groups: int = 0) -> None:
    """Refuse more futures than the memory of this machine can hold."""
    from simulation.ensemble import SERVICE_MEASURES
    from simulation.world.arms import ARMS
    from simulation.world.measures import MEASURES
    from simulation.world.memory import check_memory
    from simulation.world.services import SERVICES

    horizon = months or scenario.months
    a_month = (1 + groups) * len(MEASURES) * 8 + len(SERVICES) * len(SERVICE_MEASURES) * 4
    each = len(ARMS) * horizon * a_month * COPIES + A_FUTURE + keep_changes * A_LOG
    check_memory(f"--replicates {replicates} of {horizon} months", int(replicates * each), replicates)


def _write_and_print(
    ensemble: Ensemble, folder: Path, command: str, began: float, told: str, of_files: Sequence[str], every: bool
) -> None:
    from simulation.figures import save_figures  # matplotlib takes a second: only where a figure is drawn
    from simulation.results import save, summarise, tabulate

    results = tabulate(ensemble, summarise(ensemble), command, time.perf_counter() - began, of_files)
    earlier = _earlier(folder)
    files = save(results, folder, save_figures)
    _print(ensemble.scenario, results, files, folder, told, every)
    if earlier not in ("", command):
        complain(f"{folder} held what '{earlier}' had written; that command makes it again")


def _earlier(folder: Path) -> str:
    """The command whose results a run is about to replace; empty if there are none, or none that can be read."""
    from simulation.results.manifests import read_manifest
    from simulation.world.errors import Damaged

    try:
        return str(read_manifest(folder).get("command", ""))
    except Damaged:
        return ""


def _print(scenario: Scenario, results: Results, files: list[Path], folder: Path, told: str, every: bool) -> None:
    """Tables first and the answer last, where it does not scroll away."""
    from rich.console import Console

    from simulation.results.between import sentences
    from simulation.results.sentence import headline
    from simulation.results.summary_table import on_the_screen

    width = None if sys.stdout.isatty() else WIDTH
    console = Console(width=width, markup=False, highlight=False)
    for table in on_the_screen(results, every):
        console.print(table)
        console.print()
    say(f"Written to {folder}: {', '.join(sorted(path.name for path in files))}")
    if not every:
        say("With --all every measure is printed; summary.json has them anyway.")
    say()
    if told:
        say(told)
    for text in (*sentences(results), headline(results.summary, len(scenario.studied))):
        console.print(text, soft_wrap=not sys.stdout.isatty())


def _words(
    name: str,
    seed: int,
    worlds: str,
    months: int | None,
    settings: list[str] | tuple[()],
    without: list[str] | tuple[()],
    files: list[str],
    out: Path | None,
) -> list[str]:
    """What makes these results again but for the number of futures; that of workers makes no difference to them."""
    words = ["coproduction", "run", name, "--seed", str(seed), "--worlds", worlds]
    words += ["--months", str(months)] if months is not None else []
    for option, values in (("--set", settings), ("--without", without)):
        for value in values:
            words += [option, value]
    words += files
    return words + (["--out", str(out)] if out is not None else [])
