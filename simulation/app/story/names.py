"""What things are called on the screen: neighbourhoods, services, squares of the matrix, causes, leaders."""

from __future__ import annotations

from collections.abc import Mapping
from string import ascii_uppercase

from simulation.app import limits
from simulation.app.story import councils
from simulation.results.in_words import capital as capital
from simulation.scenarios import Scenario
from simulation.world.codes import CAUSES, PROVIDERS
from simulation.world.matrix import CELLS
from simulation.world.services import SERVICES

# Invented, in no order; a scenario of a documented place brings its own.
NEIGHBOURHOODS = (
    "Millbank", "Foxhollow", "Chapel End", "Northgate", "Quarry Hill", "Saltmarsh", "Elmfield", "Ropewalk", "Wharfside",
    "Larkrise", "Stonebridge", "Cooper's Row", "Hazelwood", "Priory Green", "Tanner's Yard", "Oakhanger", "Bellfield",
    "Coldwell", "Ferry Lane", "Garth", "Highmoor", "Ivy Cross", "Jubilee", "Kilnside", "Lowfield", "Meadowsweet",
    "New Town", "Orchard Bank", "Paddock", "Queensway", "Redcliff", "Sandpits", "Thornbury Rise", "Underhill",
    "Vale Road", "Westbrook", "Yew Tree", "Abbotsfield", "Brickfields", "Canal Street", "Dovecote", "Eastfield",
    "Furnace Hill", "Glebe", "Harbour", "Inkerman", "Jackdaw", "King's Meadow", "Lime Tree", "Market Side",
    "Netherfold", "Old Dock", "Pear Tree", "Quay Lane", "Riverside", "Sheepwash", "Tollgate", "Upper Croft",
    "Viaduct", "Windmill",
)  # fmt: skip

CELL_WORDS: Mapping[str, str] = {
    "traditional_service": "Traditional service",
    "co_planned_service": "Planned together, delivered by professionals",
    "community_planning": "Community planning",
    "co_delivery": "Planned by professionals, delivered together",
    "full_coproduction": "Full co-production",
    "community_led": "Planned by the community, delivered together",
    "community_under_contract": "Community-delivered under contract",
    "co_planned_community_delivered": "Planned together, delivered by the community",
    "self_help": "Self-help group",
}
# The squares that the source article left for its readers to fill: said in words, and blank until somebody names them.
BLANK = ("co_planned_service", "co_delivery", "community_led", "co_planned_community_delivered")

PROVIDER_WORDS: Mapping[str, str] = {
    "in_house": "council staff",
    "contractor": "a contractor",
    "pfi": "a PFI contract",
    "social_enterprise": "a social enterprise",
    "community_organisation": "a community organisation",
    "partnership": "council and residents",
}

CAUSE_WORDS: Mapping[str, str] = {
    "open": "still going on at the end",
    "start": "how the town began",
    "complaints": "complaints were heard as a wish to plan together",
    "residents_initiative": "residents took the initiative",
    "council_invitation": "the council invited residents",
    "invitation_accepted": "residents accepted the council's invitation",
    "no_seat_at_the_table": "residents had no seat at the table and planned by themselves",
    "support_withdrawn": "the council withdrew its support",
    "fatigue": "residents were worn out by meetings",
    "partner_lost": "the community partner was lost",
    "contract_ended": "a contract ended",
    "provider_failed": "the provider failed",
    "service_review": "the council reviewed the service",
    "pfi_signed": "a PFI contract was signed",
    "programme_began": "a regeneration programme began",
    "programme_ended": "a regeneration programme ended",
    "community_plan_faded": "the community plan faded",
    "cut": "the service was cut",
    "provider_converted": "the provider became a social enterprise",
}

SHORT_SERVICES: Mapping[str, str] = {
    "youth_work": "youth work",
    "libraries": "libraries",
    "mental_health": "mental health",
}


def neighbourhoods(scenario: Scenario) -> tuple[str, ...]:
    """Names of the neighbourhoods by number: the documented ones first, then invented ones; a real council has none of
    these, but numbers."""
    known = scenario.councils[0].neighbourhoods if scenario.councils else ()
    if councils.on_record(scenario) is not None:
        numbered = (f"Neighbourhood {number + 1}" for number in range(len(known), scenario.size("neighbourhoods")))
        return (*known, *numbered)
    invented = [name for name in NEIGHBOURHOODS if name not in known]
    return (*known, *invented)[: scenario.size("neighbourhoods")]


def title(scenario: Scenario) -> str:
    """What a scenario is called in a list: the place, or the first words of its title."""
    if scenario.councils:
        return scenario.councils[0].name
    words = scenario.title or scenario.name
    return words if len(words) <= limits.TITLE_CHARACTERS else words[: limits.TITLE_CHARACTERS].rsplit(" ", 1)[0] + " …"


def here(scenario: Scenario) -> str:
    """A real council by its name, any other town as this one."""
    council = councils.on_record(scenario)
    return council.name if council is not None else "this town"


def service(number: int) -> str:
    """A service in one or two words."""
    of = SERVICES[number]
    return SHORT_SERVICES.get(of.name, of.title)


def cell(number: int, given: Mapping[str, str] | None = None) -> str:
    """A square of the matrix, by the name that the room gave it if it did."""
    name = CELLS[number]
    return (given or {}).get(name) or _said(name, CELL_WORDS)


def on_the_square(number: int, given: Mapping[str, str] | None = None) -> str:
    """What is written on a square: nothing on a blank one that nobody has named."""
    return "" if CELLS[number] in BLANK and not (given or {}).get(CELLS[number]) else cell(number, given)


def cell_inside(number: int, given: Mapping[str, str]) -> str:
    """The same within a sentence; a name that the room gave stays as it was written."""
    return given.get(CELLS[number]) or cell(number).lower()


def cause(number: int) -> str:
    """A recorded cause in words."""
    return _said(CAUSES[number], CAUSE_WORDS)


def provider(number: int) -> str:
    """Who employs the deliverers, in words."""
    return _said(PROVIDERS[number], PROVIDER_WORDS)


def leader(number: int) -> str:
    """Leader A, Leader B, … by order of office; after Z come AA, AB, …"""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, len(ascii_uppercase))
        letters = ascii_uppercase[rest] + letters
    return f"Leader {letters}"


def _said(name: str, words: Mapping[str, str]) -> str:
    """The words for something that the model declares; of what is new there its name, until somebody finds words."""
    return words.get(name) or name.replace("_", " ")


def short(text: str, longest: int = limits.NAME_CHARACTERS) -> str:
    """A name that people give to something, cut to what there is room for; nothing where it is none."""
    name = " ".join(text.split())[:longest].rstrip()
    return name if name.isprintable() else ""


def plural(number: int, one: str, many: str = "") -> str:
    """``1 future``, ``2 futures``."""
    return f"{number} {one if number == 1 else many or one + 's'}"
