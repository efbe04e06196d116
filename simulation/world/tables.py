"""The world as a handful of tables: one row per entity, every column declared once with meaning, unit and range."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np

from simulation.world import extension
from simulation.world.codes import COUNCIL_KINDS, LEVERS, PORTFOLIOS
from simulation.world.event_kinds import PARTIES

INFINITY = float("inf")
NOBODY = -1  # a row number that stands for no row
CLASSES = 3  # of seats in a council that votes by thirds; others use the first one only
PLACES_FOR_ORGANISATIONS = 3  # organisations that can be alive in one neighbourhood at a time


class Column(NamedTuple):
    """One column of a table: name, numpy type, unit, range of valid values, meaning."""

    name: str
    dtype: str
    unit: str
    low: float
    high: float
    meaning: str
    length: int = 1

    @property
    def field(self) -> tuple:
        """The column as numpy wants it."""
        return (self.name, self.dtype, (self.length,)) if self.length > 1 else (self.name, self.dtype)


def _index(name: str, meaning: str, length: int = 1) -> Column:
    return Column(name, "f8", "0..1", 0.0, 1.0, meaning, length)


def _row(name: str, meaning: str) -> Column:
    return Column(name, "i4", "row", NOBODY, 2**31 - 1, meaning)


def _code(name: str, high: int, meaning: str, low: int = 0) -> Column:
    return Column(name, "i4", "code", low, high, meaning)


def _months(name: str, meaning: str, low: float = 0) -> Column:
    return Column(name, "i4", "months", low, 2**31 - 1, meaning)


def _count(name: str, meaning: str, length: int = 1) -> Column:
    return Column(name, "i4", "count", 0, 2**31 - 1, meaning, length)


def _money(name: str, meaning: str, low: float = 0.0) -> Column:
    return Column(name, "f8", "money", low, INFINITY, meaning)


_PARTY_HIGH = len(PARTIES) - 1

# Money is counted in months of the council's standard spending: 1 buys every service of the council for a month.
TABLES: dict[str, tuple[Column, ...]] = {
    "national": (
        Column("mood", "f8", "latent support", -10, 10, "national mood towards each party", len(PARTIES)),
        Column("years_in_office", "f8", "years", 0, 100, "how long the party in government has been there"),
        _index("pfi_support", "national policy on PFI: 0 abolished, 1 the only money for new buildings"),
        _index("openness", "least openness of procurement that national rules ask of councils"),
        _index("social_value", "weight that national rules give to social value in procurement"),
        _index("localism", "strength of communities' rights to challenge and to plan"),
        Column("volunteering", "f8", "ratio", 0, 2, "people who volunteer in the country, relative to usual times"),
        _code("government", 1, "party in national government"),
        _count("year", "calendar year in which month 0 lies; drawn for a scenario without a calendar"),
        _code("replayed", 1, "1 once the national government follows recorded history"),
    ),
    "councils": (
        Column("lean", "f8", "latent support", -10, 10, "lasting local lean towards each party", len(PARTIES)),
        Column("mood", "f8", "latent support", -10, 10, "passing local mood towards each party", len(PARTIES)),
        _index("commitment", "the leader's commitment to co-production"),
        _index("market", "the leader's commitment to the market"),
        Column(
            "leanings", "f8", "0..1", -10, 10, "how far portfolio holders' views lie from the leader's", len(PORTFOLIOS)
        ),
        _index("tradition", "the place's political tradition, around which leaders' commitment is drawn"),
        _index(
            "officer_culture", "how far officers work with residents as a matter of course: slow institutional memory"
        ),
        _index("approval", "residents' satisfaction with what the council itself can be blamed for"),
        _money("grant", "government grant a month"),
        _money("local_income", "council tax and charges a month"),
        Column("grant_step", "f8", "ratio", 0, 10, "factor by which the grant changes each month"),
        _money(
            "balances",
            "income less spending so far; negative while an early exit is to be paid",
            -INFINITY,
        ),
        _money("commitments", "payments this month that contracts and framework fix in advance"),
        _money("spending", "all that was spent this month, outside programmes"),
        Column("pressure", "f8", "ratio", 0, 1, "shortfall of money for what is not committed, relative to its cost"),
        Column("funding_statutory", "f8", "ratio", 0, 2, "money for statutory services relative to standard cost"),
        Column("funding_discretionary", "f8", "ratio", 0, INFINITY, "the same for discretionary ones, before claims"),
        _index("levers", "framework levers in force: " + ", ".join(LEVERS), len(LEVERS)),
        _index("targets", "framework levers as decided; those in force follow", len(LEVERS)),
        Column(
            "held_until",
            "i4",
            "months",
            -(2**31),
            2**31 - 1,
            "month from which on each of these levers may change again",
            len(LEVERS),
        ),
        _index("legal_form", "1: the framework is a legal body of its own"),
        _index("complaints_procedure", "quality of the complaints procedure"),
        _index("consultation", "how regularly it consults residents, before or after it plans"),
        _index("consultation_heeded", "how far it acts on what it hears there"),
        _index("success", "visible success of co-production here"),
        _index("published_success", "the same at the end of last month, as neighbours see it"),
        _index(
            "published_levers",
            "framework levers in force at the end of last month, as neighbours see them",
            len(LEVERS),
        ),
        _index("published_legal_form", "legal form of the framework at the end of last month, as neighbours see it"),
        Column(
            "experience",
            "f8",
            "arrangements",
            0,
            INFINITY,
            "arrangements handed over or begun together here, as far as officers who did it are still there",
        ),
        Column("population", "f8", "ratio", 0, INFINITY, "population relative to the mean council"),
        Column("id", "i8", "id", 0, 2**32 - 1, "stable number, the entity of the council's random draws"),
        _row("first_neighbourhood", "row of its first neighbourhood; the others follow"),
        _count("neighbourhoods", "number of its neighbourhoods"),
        _row("first_contractor", "row of the first place for a contractor in its market; the others follow"),
        _count("contractors", "number of such places"),
        _count("members", "number of its seats"),
        _count("seats", "seats held by each party", len(PARTIES)),
        _count("classes", "seats of each party by the year of their election, class by class", CLASSES * len(PARTIES)),
        _code("kind", len(COUNCIL_KINDS) - 1, "kind of council: " + ", ".join(COUNCIL_KINDS)),
        _code("cycle", 2, "elections: 0 all-out every four years, 1 by thirds, 2 all-out every five years"),
        _count("votes_in", "a calendar year in which it votes; by thirds, the first of three in a row"),
        _code("control", _PARTY_HIGH, "party with a majority, -1 for no overall control", -1),
        _code("largest", _PARTY_HIGH, "party with most seats"),
        _code("leader_party", _PARTY_HIGH, "party of the leader"),
        Column("vacant", "i4", "code", 0, 1, "1: the group of services has no portfolio holder", len(PORTFOLIOS)),
        _months("leader_until", "month from which on votes and chance may replace the leader again", -(2**31)),
        _months("grant_months", "months left of a change of the grant"),
        _code("policy", 1, "1 while it is policy to hand services over or to share them"),
        _code(
            "replayed",
            2,
            "1 once control follows recorded history, 2 before month 0 where its seats or its control are stated",
        ),
        _count("control_changed", "1 if control changed this month"),
        _count("largest_changed", "1 if the largest party changed this month"),
        _count("leader_changed", "1 if the leader changed this month"),
        _count("pfi_deals", "PFI contracts that reached financial close this month"),
        _count("foundings", "organisations founded this month"),
        _count("closures", "organisations closed this month"),
        _count("ended_spells", "co-produced spells that ended this month"),
    ),
    "neighbourhoods": (
        Column("population", "f8", "share", 0, 1, "share of the council's population"),
        _index("deprivation", "0 least, 1 most deprived"),
        Column("need", "f8", "ratio", 0, 10, "need relative to the council's mean, which is 1 over its population"),
        Column("surge", "f8", "ratio", 0, 10, "need in an emergency relative to usual need"),
        _index("civic_capacity", "what neighbours do for each other, unpaid, as far as services can draw on it"),
        _index("trust", "residents' trust in the council"),
        _index("fatigue", "weariness of meetings and duties"),
        _index("initiative", "how ready residents are to organise for a say"),
        _index("assemblies", "how far decisions are taken in a local assembly"),
        Column("claim", "f8", "ratio", 0, 10, "weight in the sharing of discretionary money"),
        _index("dissatisfaction", "volume-weighted mean of 1 - satisfaction"),
        Column("programme", "f8", "ratio", 0, 10, "programme money relative to the neighbourhood's usual spending"),
        _index("outside_capacity", "capacity building paid from outside, on the scale of the lever"),
        _months("outside_months", "months left of capacity building paid from outside"),
        _months("programme_months", "months left of the programme"),
        _months("surge_months", "months left of the emergency"),
        _row("council", "its council"),
        _code("capable", 1, "1 where its organiser is skilled enough for the framework's support to be offered"),
        _row("organiser", "the organisation that could plan or deliver with the council here"),
        _count("number", "number within its council"),
        _count("deprivation_rank", "0 for the most deprived of its council"),
    ),
    "arrangements": (
        Column("volume", "f8", "money", 0, INFINITY, "need-weighted volume: standard in-house cost a month"),
        _index("quality", "how good the service is"),
        Column("unit_cost", "f8", "ratio", 0, 10, "cost to the council, relative to the standard in-house cost"),
        _index("relationship", "trust in the partnership: the working relationship of professionals and residents"),
        _index("embeddedness", "how far the arrangement is an institution rather than somebody's project"),
        _index("satisfaction", "residents' satisfaction with the service"),
        Column(
            "complaints", "f8", "ratio", 0, 1000, "open complaints by number and gravity, in months of an unhappy place"
        ),
        _row("council", "its council"),
        _row("neighbourhood", "its neighbourhood"),
        _row("service", "its service"),
        _count("number", "number within its council, the second entity of its random draws"),
        _code("planning", 2, "who plans: 0 professionals, 1 together, 2 community"),
        _code("delivery", 2, "who delivers: 0 professionals, 1 together, 2 community"),
        _code("provider", 5, "who employs the deliverers"),
        _row("provider_row", "row of that contractor or organisation; nobody for the council itself"),
        _row("partner", "the organisation that plans or delivers together with the council"),
        _row("contract", "its contract, nobody without one"),
        _code("review", 99, "cause for which it is up for commissioning this month, 0 if it is not"),
        _code("programme", 1, "1 while a programme pays for its co-delivery"),
        _code(
            "begun_by", _PARTY_HIGH, "party under which its co-production began, -1 for none, or the place's own", -1
        ),
        _months("age", "months in its present cell with its present provider"),
    ),
    "contracts": (
        Column("price", "f8", "ratio", 0, 10, "payment relative to the standard in-house cost of the volume"),
        _index("confidentiality", "share of the terms kept from the public"),
        _months("months_left", "months until it ends; 0 for a free row"),
        _code("break_clause", 1, "1 if the council may end it within twelve months"),
        _code("provider", 5, "kind of provider"),
        _row("provider_row", "the contractor or organisation; nobody for a PFI consortium from outside the market"),
    ),
    "organisations": (
        _index("capacity", "skills to plan and deliver"),
        _index("volunteers", "volunteers relative to what the neighbourhood could give"),
        _index("professionalisation", "paid staff, accounts, quality marks: what procurement asks for"),
        _index("roots", "tie to residents"),
        Column("reserves", "f8", "months", -24, 36, "running costs that reserves would cover; `live` clips them"),
        _index("independence", "share of income that does not depend on the council"),
        _index("trust", "trust in the council"),
        Column("load", "f8", "ratio", 0, INFINITY, "work in hand relative to what its capacity can carry"),
        _money("contract_income", "income from contracts and partnerships with the council this month"),
        _money("staff", "contract income that its staff and premises are made for"),
        _index("availability", "how ready it is to take on more with the council"),
        _index("assets", "own buildings and endowment, relative to what it would need to do without the council"),
        Column("ask", "f8", "ratio", 0, 10, "price it asks, relative to the standard in-house cost"),
        _row("council", "its council"),
        _row("neighbourhood", "its home"),
        _count("number", "number of its place within its council, the second entity of its random draws"),
        _code("alive", 1, "1 while it exists"),
        _code("enterprise", 1, "1 once it is a social enterprise"),
        _code("mutual_aid", 1, "1 if it began as a mutual-aid group in an emergency"),
        _count("services", "arrangements that it plans or delivers, alone or with the council"),
        _count("co_planned", "those of them that are planned together or by the community"),
        _months("grant_months", "months left of its grant; below 0, months until it may have one again", -(2**31)),
        _months("age", "months since it was founded"),
    ),
    "contractors": (
        _index("efficiency", "share of the standard cost that it can save"),
        Column("markup", "f8", "ratio", -1, 2, "margin in its present quotes, relative to its cost"),
        _index("quality", "quality that it delivers when watched"),
        _index("aggressiveness", "how far it under-bids when short of work"),
        Column(
            "solvency", "f8", "months", -12, 12, "losses it could bear, in months of its turnover; `trade` clips it"
        ),
        Column("capacity", "f8", "money", 0, INFINITY, "volume that it can carry in this market"),
        _money("load", "volume in hand"),
        _money("turnover", "contract income this month"),
        _money("cost", "what the work in hand costs it this month, without overhead"),
        _row("council", "the council in whose market it works"),
        _count("number", "number of its place within that market"),
        _code("alive", 1, "1 while it is in the market"),
        _months("age", "months in the market"),
    ),
    "changes": (
        _months("month", "when; negative during burn-in", -(2**31)),
        _row("arrangement", "which arrangement"),
        _code("planning_before", 2, "who planned"),
        _code("delivery_before", 2, "who delivered"),
        _code("provider_before", 5, "who employed the deliverers"),
        _code("planning", 2, "who plans now"),
        _code("delivery", 2, "who delivers now"),
        _code("provider", 5, "who employs the deliverers now"),
        _code("cause", 99, "why"),
    ),
}


def column(unit: str, low: float, high: float, meaning: str, dtype: Literal["f8", "i4"] = "f8") -> Column:
    """A column of an extension, which is named where it is declared; it is 0 until a rule writes it."""
    return Column("", dtype, unit, low, high, meaning)


for _table in extension.keys("COLUMNS", [name for name in TABLES if name != "changes"], {"column": column}):
    _taken = {each.name for each in TABLES[_table]}
    _own = extension.declared("COLUMNS", Column, _taken, {"column": column}, _table)
    TABLES[_table] += tuple(each._replace(name=name) for name, each in _own.items())

DTYPES: dict[str, np.dtype] = {
    name: np.dtype([column.field for column in columns], align=True) for name, columns in TABLES.items()
}


class World(NamedTuple):
    """Everything that the rules read and write. A world is copied by copying its tables."""

    key: np.ndarray  # uint64 [2]: seed and replicate, the key of all random draws
    parameters: np.recarray  # 1 row, see `simulation.world.parameters`
    services: np.recarray  # the catalogue, see `simulation.world.services`
    events: np.recarray  # the timeline, see `simulation.world.event_kinds`
    links: np.ndarray  # int32 [councils, neighbours]: rows of the councils that each one looks to, NOBODY where fewer
    national: np.recarray
    councils: np.recarray
    neighbourhoods: np.recarray
    arrangements: np.recarray
    contracts: np.recarray  # one row for each arrangement, then one for each service of each council
    organisations: np.recarray  # PLACES_FOR_ORGANISATIONS rows for each neighbourhood
    contractors: np.recarray
    arrangement_chances: np.ndarray  # float64 [4, arrangements]: this month's uniforms, one block of purposes
    organisation_chances: np.ndarray  # float64 [4, organisations]: likewise
    changes: np.recarray  # log of every change of cell or provider, from the start of the burn-in
    logged: np.ndarray  # int64 [1]: rows of the log in use

    def copy(self) -> World:
        """An independent world in the same state; of the log, what was written is copied."""
        written = min(int(self.logged[0]), len(self.changes))
        log = table("changes", len(self.changes))
        log[:written] = self.changes[:written]
        return World._make(log if part is self.changes else part.copy() for part in self)

    def with_timeline(self, events: np.recarray) -> World:
        """The same tables under another timeline (not copied)."""
        return self._replace(events=events)

    def with_log(self, rows: int) -> World:
        """The same tables with an empty log of changes that holds ``rows`` rows at first; with 0 no log is kept."""
        return self._replace(changes=table("changes", rows), logged=np.zeros(1, np.int64))


def table(name: str, rows: int) -> np.recarray:
    """An empty table of the given kind."""
    return np.zeros(rows, DTYPES[name]).view(np.recarray)
