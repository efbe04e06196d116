"""What several commands ask of a scenario, and how they refuse one that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from simulation.cli.status import refuse
from simulation.world.errors import shown

if TYPE_CHECKING:
    from simulation.scenarios import Scenario
    from simulation.world.worlds import Worlds

ScenarioName = Annotated[
    str,
    typer.Argument(
        metavar="NAME|FILE", help="A scenario of the library, or a file ending in .toml.", show_default=False
    ),
]

WorldsName = Annotated[
    str,
    typer.Option(
        "--worlds",
        metavar="plausible|central|FILE",
        help="What nobody knows: all worlds that the record does not rule out, the declared values alone, or a file.",
    ),
]


def _extend(path: Path | None) -> Path | None:
    """Put an extension into the model, before any other word of the command is read."""
    if path is not None:
        import simulation
        from simulation.world.errors import ExtensionError

        try:
            simulation.extend(path)
        except ExtensionError as error:
            refuse(f"--with {error}")
    return path


def extension_in_words() -> str:
    """What is to be said of results with an extension; empty where there is none."""
    from simulation.results.provenance import own_extension
    from simulation.world.extension import in_words

    return in_words({"extension": own_extension()})


With = Annotated[
    Path | None,
    typer.Option(
        "--with",
        metavar="FILE.py",
        help="An extension: rules, parameters, measures and events of your own (docs/extending.md).",
        show_default=False,
        is_eager=True,
        callback=_extend,
    ),
]


class Where(NamedTuple):
    """The councils on record that a scenario is played in, ``all`` for every one; the years, None where not said."""

    councils: tuple[str, ...]
    first: int | None
    last: int | None
    votes_from: int | None
    begins: int | None


@contextmanager
def refusing() -> Iterator[None]:
    """Refuse what a scenario or the settings say is wrong."""
    from simulation.world.errors import ScenarioError, SettingError

    try:
        yield
    except (ScenarioError, SettingError) as error:
        refuse(error)


def load_scenario(
    name: str,
    settings: Sequence[str] = (),
    without: Sequence[str] = (),
    where: Where | None = None,
    allow_outside: bool = False,
) -> Scenario:
    """The scenario of that name or file with the options ``--set`` and ``--without`` applied.

    ``where`` are the councils on record that it is played in, if any, and when; with ``allow_outside`` settings may
    leave their declared ranges.
    """
    from simulation.scenarios import load, load_in
    from simulation.scenarios.played_in import span

    with refusing():
        chosen = chosen_settings(settings)
        if where is None:
            scenario = load(name)
        else:
            number = chosen.pop("neighbourhoods", None)
            years = span(where.first, where.last, where.votes_from, where.begins)
            councils = where.councils[0] if len(where.councils) == 1 else where.councils  # "all" stands alone
            scenario = load_in(name, councils, years, None if number is None else int(number))
        if chosen:
            from simulation.sweep.design.varied import with_values

            scenario = with_values(scenario, chosen, allow_outside)
        if without:
            scenario = scenario.without(without)
    return scenario


def load_worlds(name: str) -> Worlds:
    """The worlds of the option ``--worlds``."""
    from simulation.world.worlds import worlds

    with refusing():
        return worlds(name)


def chosen_settings(texts: Sequence[str], option: str = "--set") -> dict[str, float]:
    """What an option says that can be repeated."""
    return dict(_setting(text, option) for text in texts)


def _setting(text: str, option: str) -> tuple[str, float]:
    """``key=value`` as a name and a number."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        refuse(f"{option} {text}: write it as {option} key=value")
    from simulation.world.numbers import parsed

    try:
        number = parsed(value)
        return name.strip(), int(number) if number.is_integer() else number
    except ValueError as error:
        refuse(f"{option} {shown(text)[1:-1]}: {shown(value)} {error}")
