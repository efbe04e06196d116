"""A Mesa model of plain objects: agents for councils, organisations and contractors, scheduled step by step."""

from __future__ import annotations

from typing import Any

from benchmarks.peer.chance import Chances, draw_from
from benchmarks.peer.plain import empty_record, plain
from simulation.engine.mesa_compatibility import Agent, NumberedModel
from simulation.engine.schedule import Step
from simulation.ensemble import Times
from simulation.history.initial_state import populate
from simulation.history.recording import record
from simulation.month import PHASES
from simulation.world.spells import NOT_OPEN, extract
from simulation.world.tables import World


class PlainAgent(Agent):
    """Somebody with a row of a table; its methods are the rules of `PHASES`."""

    def __init__(self, model: PlainModel, number: int) -> None:
        super().__init__(model)
        self.number = number


class Council(PlainAgent):
    """A council."""


class Organisation(PlainAgent):
    """An organisation that is alive."""


class CommunityOrganisation(Organisation):
    """An organisation that is not a social enterprise."""


class SocialEnterprise(Organisation):
    """A social enterprise."""


class Contractor(PlainAgent):
    """A contractor in the market."""


KINDS: dict[str, type[PlainAgent]] = {
    "council": Council,
    "organisation": Organisation,
    "community_organisation": CommunityOrganisation,
    "social_enterprise": SocialEnterprise,
    "contractor": Contractor,
}


def _method(step: Step) -> Any:
    rule = step.rule

    def act(self: PlainAgent) -> None:
        rule(self.model.world, self.number, self.model.month)

    act.__name__ = step.name
    return act


for _phase in PHASES:
    for _step in _phase.steps:
        if _step.actor.name in KINDS:
            setattr(KINDS[_step.actor.name], _step.name, _method(_step))


class PlainModel(NumberedModel):
    """One history of one arm; ``keyed`` keeps the keyed draws, to be compared with the compiled rules."""

    def __init__(self, plan: World, times: Times, seed: int, replicate: int, log_rows: int, keyed: bool) -> None:
        super().__init__(seed * 1_000_000 + replicate)
        self.times = times
        self.month = times.first_month
        self.world = plain(plan, seed, replicate, log_rows)
        self.measures: list[list[float]] = []
        self.by_service: list[dict] = []
        if not keyed:
            draw_from(self.random)
            chances: Any = Chances(self.random.random)
            self.world = self.world._replace(arrangement_chances=chances, organisation_chances=chances)

    def populate(self) -> None:
        """Draw the initial state and create the agents."""
        populate(self.world, self.month)
        for c in range(len(self.world.councils)):
            Council(self, c)
        self.living: dict[Any, PlainAgent] = {}
        self._count_the_living()

    def _count_the_living(self) -> None:
        """Create agents for what was founded, remove those that closed, and change the class of what converted."""
        tables = ((self.world.organisations, self._organisation), (self.world.contractors, lambda firm: Contractor))
        for rows, kind_of in tables:
            for number, row in enumerate(rows):
                agent = self.living.get(row)
                kind = kind_of(row) if row.alive == 1 else None
                if agent is not None and type(agent) is not kind:
                    agent.remove()
                    del self.living[row]
                    agent = None
                if agent is None and kind is not None:
                    self.living[row] = kind(self, number)

    @staticmethod
    def _organisation(row: Any) -> type[PlainAgent]:
        return SocialEnterprise if row.enterprise == 1 else CommunityOrganisation

    def step(self) -> None:
        """One month: every step of every phase by all its actors; then what is recorded is recorded."""
        world, month = self.world, self.month
        for phase in PHASES:
            for step in phase.steps:
                if step.actor.table is None:
                    step.rule(world, month)
                elif step.actor.name not in KINDS:
                    for number in range(len(getattr(world, step.actor.table))):
                        step.rule(world, number, month)
                else:
                    self._schedule(step)
            if phase.number == 1:
                self._count_the_living()  # events found organisations and ruin contractors
        self._count_the_living()
        if month >= 0:
            row, by_service = empty_record(len(world.services))
            record(world, row, by_service)
            self.measures.append(row)
            self.by_service.append(by_service)
        self.month += 1

    def _schedule(self, step: Step) -> None:
        kinds = (
            (CommunityOrganisation, SocialEnterprise)
            if step.actor.name == "organisation"
            else (KINDS[step.actor.name],)
        )
        for kind in kinds:
            agents = self.agents_by_type.get(kind)
            if agents is not None:
                agents.do(step.name)

    def run(self, months: int | None = None) -> None:
        """Populate and run to the horizon, or for the given number of months; then read the spells off the log."""
        self.populate()
        for _ in range(months if months is not None else self.times.months - self.times.first_month):
            self.step()
        count = self.world.logged[0]
        began = [NOT_OPEN] * len(self.world.arrangements)
        found: Any = {}
        rows = extract(self.world.changes, count, began, self.times.months, found)
        # By arrangement and start, as the compiled ensemble lists them.
        self.spells = sorted(tuple(found[row, column] for column in range(5)) for row in range(rows))
