"""What the workshop says of a run: options of ``coproduction run``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from simulation.cli.scenario_arguments import chosen_settings, refusing
from simulation.cli.status import refuse
from simulation.world.errors import shown

if TYPE_CHECKING:
    from simulation.app.story.state import Workshop
    from simulation.scenarios import Scenario
    from simulation.world.worlds import Worlds

YEAR = 12  # months


def _cursor(text: str | int) -> int:
    """Months since the start: ``12`` years, or ``12+5``, and five months."""
    if isinstance(text, int):
        return text
    found = re.fullmatch(r"(\d{1,4})(?:\+(\d{1,2}))?", text.strip(), re.ASCII)
    if found is None:
        raise typer.BadParameter(f"it must be a year, or a year and months as in 12+5, not {shown(text)}")
    return YEAR * int(found[1]) + int(found[2] or 0)


PANEL = "What the workshop says"
Year = Annotated[
    int | None,
    typer.Option(
        parser=_cursor,
        metavar="YEAR[+MONTHS]",
        help="Also print what the workshop says at the end of this year, or so many months later.",
        show_default=False,
        rich_help_panel=PANEL,
    ),
]
ServiceName = Annotated[
    str | None,
    typer.Option(
        "--service",
        metavar="NAME",
        help="With --year: of this service alone.",
        rich_help_panel=PANEL,
        show_default=False,
    ),
]
CountedName = Annotated[
    str | None,
    typer.Option(
        metavar="full_coproduction|coproduction",
        help="With --year: what is planned and delivered together, or planned or delivered together.",
        show_default="full_coproduction",
        rich_help_panel=PANEL,
    ),
]
Only = Annotated[
    str | None,
    typer.Option(
        metavar="KEY=high|low",
        help="With --year: only futures in whose world a number lies in its upper or lower half.",
        show_default=False,
        rich_help_panel=PANEL,
    ),
]
Against = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY=VALUE",
        help="With --year: also say in how many futures more is left than with this setting; can be repeated.",
        rich_help_panel=PANEL,
    ),
]


def room_state(
    scenario: Scenario,
    worlds: Worlds,
    months: int,
    year: int | None,
    service: str | None,
    counted: str | None,
    only: str | None,
) -> Workshop | None:
    """The state of the workshop whose sentences are asked for, if any are."""
    if year is None:
        for option, value in (("--service", service), ("--counted", counted), ("--only", only)):
            if value is not None:
                refuse(f"{option} {value}: {WITHOUT_YEAR}")
        return None
    from simulation.app import limits
    from simulation.app.story import played_in
    from simulation.app.story.state import Counted, Workshop
    from simulation.app.take_home.again import year_and_months
    from simulation.world.errors import StateError, TooLarge
    from simulation.world.services import SERVICE_NUMBER

    if not 1 <= year <= months:
        refuse(f"--year {year_and_months(year)}: it must be from 0+1 to {year_and_months(months)}, the end of the run")
    if service is not None and service not in SERVICE_NUMBER:
        refuse(f"--service {shown(service)}: there are: {', '.join(SERVICE_NUMBER)}")
    if counted is not None and counted not in get_args(Counted):
        refuse(f"--counted {shown(counted)}: it must be {' or '.join(get_args(Counted))}")
    try:
        limits.check(scenario)
        name, _, half = (only or "").partition("=")
        given = played_in.check(played_in.Given(name, half), worlds) if only is not None else None  # type: ignore[arg-type]
    except TooLarge as error:
        refuse(f"--year prints what the workshop says, and {error}")
    except StateError as error:
        refuse(f"--only {shown(only)}: {error}")
    number = SERVICE_NUMBER[service] if service is not None else None
    return Workshop(scenario, cursor=year, service=number, counted=counted or get_args(Counted)[0], given=given)  # type: ignore[arg-type]


def other_scenario(
    scenario: Scenario, against: Sequence[str], year: int | None, allow_outside: bool
) -> Scenario | None:
    """The scenario with the settings of ``--against``, if there are any."""
    if not against:
        return None
    if year is None:
        refuse(f"--against {against[0]}: {WITHOUT_YEAR}")
    from simulation.sweep.design.varied import with_values

    with refusing():
        return with_values(scenario, chosen_settings(against, "--against"), allow_outside)


WITHOUT_YEAR = "give --year too, with which the sentences of the workshop are printed"
