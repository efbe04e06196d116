"""The monthly measures: what is recorded of a world at the end of every month, each declared once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Literal

from simulation.world import extension
from simulation.world.codes import LEVERS


@dataclass(frozen=True)
class Measure:
    """One monthly measure.

    Attributes
    ----------
    name : column name in ``months.parquet`` and everywhere else.
    unit : ``share`` (0..1), ``index`` (0..1), ``months``, ``count``, ``per month``
        (events, shown as so many a year), ``money`` or ``ratio``.
    better : the direction that residents would call better, where there is one.
    definition : one sentence.
    """

    name: str
    unit: str
    better: Literal["more", "less", "neither"]
    definition: str


_MODEL: tuple[Measure, ...] = (
    Measure(
        "coproduction",
        "share",
        "more",
        "need-weighted share of service volume that is co-produced: planned together, delivered together, or both",
    ),
    Measure("traditional_service", "share", "neither", "share of volume planned and delivered by professionals"),
    Measure("co_planned_service", "share", "neither", "share planned together, delivered by professionals"),
    Measure("community_planning", "share", "neither", "share planned by the community, delivered by professionals"),
    Measure("co_delivery", "share", "neither", "share planned by professionals, delivered together"),
    Measure("full_coproduction", "share", "more", "share planned and delivered together"),
    Measure("community_led", "share", "neither", "share planned by the community, delivered together"),
    Measure(
        "community_under_contract",
        "share",
        "neither",
        "share planned by professionals, delivered by a community-rooted provider",
    ),
    Measure("co_planned_community_delivered", "share", "neither", "share planned together, delivered by the community"),
    Measure("self_help", "share", "neither", "share planned and delivered by the community"),
    Measure(
        "non_participation",
        "share",
        "less",
        "share of volume on rungs 1 and 2 of Arnstein's ladder: residents are hardly told",
    ),
    Measure("tokenism", "share", "neither", "share on rungs 3 to 5: residents are told, consulted or placated"),
    Measure("citizen_power", "share", "more", "share on rungs 6 to 8: residents decide, together or by themselves"),
    Measure("in_house", "share", "neither", "share of volume delivered by council staff"),
    Measure("contractor", "share", "neither", "share delivered by private contractors under ordinary contracts"),
    Measure("pfi", "share", "less", "share delivered under PFI contracts"),
    Measure("social_enterprise", "share", "neither", "share delivered by social enterprises"),
    Measure("community_organisation", "share", "neither", "share delivered by community organisations"),
    Measure("partnership", "share", "neither", "share delivered by a partnership of council staff and residents"),
    Measure("lock_in", "share", "less", "share of spending that no election can redirect within twelve months"),
    Measure(
        "lock_in_months", "months", "less", "spending-weighted mean of the months until spending can be redirected"
    ),
    Measure(
        "accountability",
        "share",
        "more",
        "share of spending answerable to voters: on services run in house, in partnership, or planned with residents",
    ),
    Measure("transparency", "share", "more", "share of spending whose terms are public"),
    Measure("pfi_charges", "share", "less", "share of spending that is paid under PFI contracts"),
    Measure("outside_contractors", "share", "neither", "share of outside spending that goes to private contractors"),
    Measure("outside_pfi", "share", "neither", "share of outside spending that goes to PFI consortia"),
    Measure(
        "outside_community",
        "share",
        "neither",
        "share of outside spending that goes to social enterprises and community organisations",
    ),
    Measure("quality", "index", "more", "volume-weighted mean quality of services"),
    Measure(
        "unit_cost",
        "ratio",
        "less",
        "what the services cost, relative to the standard in-house cost of the same volume",
    ),
    Measure("satisfaction", "index", "more", "volume-weighted mean satisfaction of residents"),
    Measure("complaints", "ratio", "less", "mean open complaints per arrangement"),
    Measure("trust", "index", "more", "population-weighted mean trust in the council"),
    Measure(
        "quality_gap",
        "index",
        "less",
        "mean quality in the least deprived fifth of neighbourhoods minus that in the most deprived fifth",
    ),
    Measure("organisations", "count", "more", "community organisations and social enterprises alive"),
    Measure("capacity", "index", "more", "mean capacity of the organisations alive"),
    Measure("roots", "index", "more", "mean roots of the organisations alive"),
    Measure("independence", "index", "more", "mean share of independent income of the organisations alive"),
    Measure("volunteers", "index", "more", "mean volunteers of the organisations alive, relative to the usual number"),
    Measure(
        "civic_capacity",
        "index",
        "more",
        "population-weighted mean civic capacity (not the same as Cahn's core economy, of which it is the part that is "
        "ready to act)",
    ),
    Measure(
        "pressure",
        "ratio",
        "less",
        "mean shortfall of councils' money, relative to the standard cost of their services",
    ),
    Measure(
        "discretionary_funding", "ratio", "more", "money for discretionary services relative to their standard cost"
    ),
    Measure("statutory_funding", "ratio", "more", "money for statutory services relative to their standard cost"),
    Measure("leader_commitment", "index", "neither", "mean commitment of council leaders to co-production"),
    Measure("officer_culture", "index", "more", "mean officer culture"),
    Measure("embeddedness", "index", "more", "mean embeddedness of co-produced arrangements"),
    Measure("relationship", "index", "more", "mean relationship strength of co-produced arrangements"),
    Measure("framework", "index", "neither", "mean of the five framework levers in force"),
    *(
        Measure(f"{lever}_lever", "index", "neither", f"the {lever.replace('_', ' ')} lever as it is in force")
        for lever in LEVERS
    ),
    Measure("control_changes", "per month", "neither", "councils whose political control changed this month"),
    Measure("largest_party_changes", "per month", "neither", "councils whose largest party changed this month"),
    Measure("leader_changes", "per month", "neither", "councils whose leader changed this month"),
    Measure("no_overall_control", "share", "neither", "share of councils without a majority party"),
    Measure("foundings", "per month", "neither", "organisations founded this month"),
    Measure("closures", "per month", "neither", "organisations closed this month"),
    Measure("pfi_deals", "per month", "neither", "PFI contracts that reached financial close this month"),
    Measure("ended_spells", "per month", "neither", "co-produced spells that ended this month"),
)


def measure(unit: str, better: Literal["more", "less", "neither"], definition: str) -> Measure:
    """A measure of an extension, which is named where it is declared."""
    return Measure("", unit, better, definition)


_own = extension.declared("MEASURES", Measure, {each.name for each in _MODEL}, {"measure": measure})
OWN: tuple[Measure, ...] = tuple(replace(each, name=name) for name, each in _own.items())  # of an extension
MEASURES: tuple[Measure, ...] = (*_MODEL, *OWN)
COLUMN: dict[str, int] = {measure.name: column for column, measure in enumerate(MEASURES)}
Measured = IntEnum("Measured", {name.upper(): column for name, column in COLUMN.items()})  # type: ignore[misc]  # made here
