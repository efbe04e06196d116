"""What a council states of itself, put into a world: an organisation, a contract, a PFI contract, its charge."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from simulation.agents.council.private_finance import sign_pfi
from simulation.engine import draws
from simulation.engine.draws import Purpose
from simulation.history.register_moves import (
    leave_pfi,
    make_way,
    put_community_contract,
    put_contract,
    put_organisation,
    put_pfi,
    put_together,
    roomiest_firm,
)
from simulation.scenarios.checks import MONTHS_A_YEAR
from simulation.world.tables import World
from simulation.world.territory import pfi_row


class OrganisationThere(NamedTuple):
    """An organisation is in its place, and works with the council in these services of its home."""

    place: int
    enterprise: int
    arrangements: tuple[int, ...]

    def put(self, world: World, month: int) -> None:
        """Put it in, in the place of an enterprise if that is what it cannot be."""
        make_way(world, self.place, self.enterprise, month)
        put_organisation(world, self.place, self.enterprise, month)
        for a in self.arrangements:
            put_together(world, a, self.place, month)


class ContractInForce(NamedTuple):
    """A contract is in force: with the organisation in a place, or with a firm of the council's market."""

    council: int
    organisation: OrganisationThere | None
    arrangements: tuple[int, ...]
    end: int

    def put(self, world: World, month: int) -> None:
        """Put it in; its organisation is there, as an enterprise if it has become one."""
        if self.organisation is not None:
            put_organisation(world, self.organisation.place, self.organisation.enterprise, month)
            for a in self.arrangements:
                put_community_contract(world, a, self.organisation.place, 1 + self.end - month, month)
            return
        firm, secret = roomiest_firm(world, self.council, month), world.parameters[0].contract_confidentiality
        for a in self.arrangements:
            put_contract(world, a, firm, 1 + self.end - month, secret, month)


class PfiInForce(NamedTuple):
    """A PFI contract is in force.

    Attributes
    ----------
    neighbourhoods : numbers of those that it covers, none if the charge says how many.
    charge : as a share of the council's income, nan for the usual price.
    risen : months in which Eq. 46 has raised the price since that charge held.
    confidentiality : 0 to 1, nan for the usual one.
    """

    council: int
    service: int
    neighbourhoods: tuple[int, ...]
    charge: float
    risen: int
    confidentiality: float
    end: int

    def put(self, world: World, month: int) -> None:
        """Put it in, unless it is there; without neighbourhoods and charge as one that is signed in this month."""
        if _runs(world, self, month):
            return
        left = self.end - month
        leave_pfi(world, self.council, self.service, month)
        if not self.neighbourhoods and np.isnan(self.charge):
            sign_pfi(world, self.council, self.service, month, left / MONTHS_A_YEAR, self.confidentiality)
            return
        council, p = world.councils[self.council], world.parameters[0]
        confidentiality = p.pfi_confidentiality if np.isnan(self.confidentiality) else self.confidentiality
        named = council.first_neighbourhood + np.array(self.neighbourhoods, np.int64)
        rows = named if len(named) else self._paid_for(world, month)
        arrangements = rows * len(world.services) + self.service
        put_pfi(world, self.council, self.service, arrangements, left, confidentiality, month)
        _set_price(world, self, self.risen)

    def _paid_for(self, world: World, month: int) -> np.ndarray:
        """As many neighbourhoods as come nearest to the charge at the usual price, in the order of the usual draws."""
        council = world.councils[self.council]
        rows = council.first_neighbourhood + np.arange(council.neighbourhoods)
        arrangements = world.arrangements[rows * len(world.services) + self.service]
        order = np.argsort(
            [draws.uniform(world.key, Purpose.PFI_WARD, month, council.id, number) for number in arrangements.number],
            kind="stable",
        )
        money = self.charge * _income(council) / world.parameters[0].pfi_price
        nearest = np.argmin(np.abs(np.cumsum(arrangements.volume[order]) - money))
        return rows[order[: nearest + 1]]


class Charge(NamedTuple):
    """The charge of a PFI contract from a year on, as a share of the council's income."""

    council: int
    service: int
    charge: float
    end: int

    def put(self, world: World, month: int) -> None:
        """Put it in, if the contract is still there."""
        if _runs(world, self, month):
            _set_price(world, self, 0)


Entry = OrganisationThere | ContractInForce | PfiInForce | Charge


def _row(world: World, pfi: PfiInForce | Charge) -> int:
    return int(pfi_row(world, pfi.council, pfi.service))


def _runs(world: World, pfi: PfiInForce | Charge, month: int) -> bool:
    """Whether the contract is in force, and no other one of the service."""
    return bool(world.contracts[_row(world, pfi)].months_left == pfi.end - month > 0)


def _income(council: np.record) -> float:
    """What the council has a month."""
    return council.grant + council.local_income


def _set_price(world: World, pfi: PfiInForce | Charge, risen: int) -> None:
    """The price at which what the contract covers cost its share of the council's income ``risen`` months ago.

    A charge of nan leaves it alone.
    """
    covered = world.arrangements.contract == _row(world, pfi)
    if not np.isnan(pfi.charge) and covered.any():
        rise = (1 + world.parameters[0].pfi_indexation / MONTHS_A_YEAR) ** risen
        paid = rise * pfi.charge * _income(world.councils[pfi.council]) / world.arrangements.volume[covered].sum()
        world.contracts.price[_row(world, pfi)] = paid
        world.arrangements.unit_cost[covered] = paid
