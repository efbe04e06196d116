"""The quantities of the picture of what acts on what: each column that phases change belongs to one or is a record."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from simulation.generation.values_read import Place


class Quantity(NamedTuple):
    """Some columns that are one thing to a reader: whose it is, its name, and its columns as ``table.column``."""

    whose: str
    name: str
    columns: str  # separated by blanks; a table alone stands for all of its columns


QUANTITIES = (
    Quantity("nation", "national politics and policy", "national"),
    Quantity(
        "council",
        "seats and the party in the lead",
        "councils.lean councils.mood councils.seats councils.classes councils.control councils.largest "
        "councils.leader_party councils.leader_until councils.replayed councils.control_changed "
        "councils.largest_changed councils.leader_changed",
    ),
    Quantity(
        "council",
        "views of leader and portfolio holders",
        "councils.commitment councils.market councils.leanings councils.vacant",
    ),
    Quantity("council", "officer culture", "councils.officer_culture"),
    Quantity(
        "council",
        "money and pressure",
        "councils.grant councils.grant_step councils.grant_months councils.balances councils.commitments "
        "councils.spending councils.pressure councils.funding_statutory councils.funding_discretionary "
        "neighbourhoods.claim",
    ),
    Quantity(
        "council",
        "framework, policy, procedures",
        "councils.levers councils.targets councils.held_until councils.legal_form councils.published_levers "
        "councils.published_legal_form councils.policy councils.complaints_procedure councils.consultation "
        "councils.consultation_heeded neighbourhoods.assemblies",
    ),
    Quantity("council", "visible success", "councils.success councils.published_success"),
    Quantity(
        "neighbourhoods",
        "need, emergencies, programmes",
        "arrangements.volume neighbourhoods.surge neighbourhoods.surge_months neighbourhoods.programme "
        "neighbourhoods.programme_months neighbourhoods.outside_capacity neighbourhoods.outside_months",
    ),
    Quantity(
        "neighbourhoods",
        "satisfaction, complaints, approval",
        "arrangements.satisfaction arrangements.complaints neighbourhoods.dissatisfaction councils.approval",
    ),
    Quantity("neighbourhoods", "trust in the council", "neighbourhoods.trust organisations.trust"),
    Quantity(
        "neighbourhoods",
        "initiative, fatigue, civic capacity",
        "neighbourhoods.initiative neighbourhoods.fatigue neighbourhoods.civic_capacity",
    ),
    Quantity(
        "arrangements",
        "who plans, and with whom",
        "arrangements.planning arrangements.partner arrangements.begun_by neighbourhoods.organiser",
    ),
    Quantity(
        "arrangements",
        "who delivers, and experience",
        "arrangements.delivery arrangements.provider arrangements.provider_row arrangements.programme "
        "arrangements.age councils.experience",
    ),
    Quantity(
        "arrangements",
        "contracts, prices, reviews",
        "contracts arrangements.contract arrangements.unit_cost arrangements.review",
    ),
    Quantity("arrangements", "relationship", "arrangements.relationship"),
    Quantity("arrangements", "embeddedness", "arrangements.embeddedness"),
    Quantity("arrangements", "quality", "arrangements.quality"),
    Quantity(
        "organisations",
        "skills, volunteers, roots",
        "organisations.capacity organisations.professionalisation organisations.volunteers organisations.roots "
        "neighbourhoods.capable",
    ),
    Quantity(
        "organisations",
        "income, reserves, assets",
        "organisations.reserves organisations.independence organisations.contract_income organisations.staff "
        "organisations.assets organisations.grant_months",
    ),
    Quantity(
        "organisations",
        "who is there, how busy and ready",
        "organisations.alive organisations.enterprise organisations.mutual_aid organisations.age organisations.load "
        "organisations.services organisations.co_planned organisations.availability organisations.ask",
    ),
    Quantity("market", "contractors", "contractors"),
)

# What is written down of the month, and its draws: no cause of anything by itself.
RECORDS = (
    "changes logged arrangement_chances organisation_chances councils.pfi_deals councils.foundings councils.closures "
    "councils.ended_spells"
)


@cache
def _names() -> dict[str, str]:
    return {column: quantity.name for quantity in QUANTITIES for column in quantity.columns.split()}


def quantity_of(place: Place) -> str:
    """The quantity that a column belongs to; empty for what is no quantity."""
    return _names().get(place.table) or _names().get(f"{place.table}.{place.column}", "")
