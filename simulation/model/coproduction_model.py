"""`CoproductionModel`: one run of the model under Mesa, month by month, with the history of the compiled ensemble."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any, Literal

import numpy as np

from simulation.agents import CommunityOrganisation, Council, Organisation, PrivateContractor, SocialEnterprise
from simulation.agents.table_agent import TableAgent, take_on
from simulation.engine.mesa_compatibility import NumberedModel, iteration_of_batch_run
from simulation.engine.schedule import Step
from simulation.ensemble import in_world
from simulation.history.building import blueprint, build
from simulation.history.recorded import put, recorded
from simulation.history.recording import record
from simulation.model.guarded_tables import guarded
from simulation.model.interventions import happening_now
from simulation.model.measure_collector import MeasureCollector
from simulation.month import PHASES
from simulation.nation import events
from simulation.scenarios import Scenario, load
from simulation.simulate import simulate
from simulation.world import log
from simulation.world.arms import ARMS
from simulation.world.declared import Declared
from simulation.world.errors import SettingError, UseError
from simulation.world.limits import LAST_SEED
from simulation.world.measures import COLUMN, MEASURES
from simulation.world.names_of_worlds import DEFAULT
from simulation.world.parameters import PARAMETERS
from simulation.world.spells import spells
from simulation.world.tables import World
from simulation.world.ticks import MONTHS
from simulation.world.worlds import Worlds
from simulation.world.worlds import worlds as worlds_of

# The agents that act in the steps of `PHASES`; whoever is not here is no agent, and the model acts for it.
AGENTS: dict[str, type[TableAgent]] = {
    "council": Council,
    "organisation": Organisation,
    "community_organisation": CommunityOrganisation,
    "social_enterprise": SocialEnterprise,
    "contractor": PrivateContractor,
}
for _step in (step for phase in PHASES for step in phase.steps if step.actor.name in AGENTS):
    if not hasattr(getattr(AGENTS[_step.actor.name], _step.name, None), "rule"):  # it joins from an extension
        take_on(AGENTS[_step.actor.name], _step.rule)
# The attributes of the model's class that name classes of agents, and what those must be.
TYPES: dict[str, type[TableAgent]] = {
    "council_type": Council,
    "community_organisation_type": CommunityOrganisation,
    "social_enterprise_type": SocialEnterprise,
    "contractor_type": PrivateContractor,
}
FIXED = ("seed", "replicate", "arm", "scenario", "world_number", *TYPES)  # read when the model is made, and never again
OF_FIXED_SIZE = tuple(name for name in World._fields if name not in ("events", "changes"))
NOTHING_RECORDED = np.zeros((0, len(MEASURES))), np.zeros((0, 0, 3), np.float32)  # of the burn-in


class CoproductionModel(Declared, NumberedModel):
    """One run of a scenario, to step through, to look into and to intervene in.

    The history is that of the same seed and replicate in `simulation.ensemble.run`, bit for bit, as long as nobody
    intervenes and no class of an agent is replaced.

    Parameters
    ----------
    scenario : a scenario, the name of one of the library, or the path of a file.
    rng : seed, a whole number from 0 to 4294967295; its text will do.
    replicate : which of the seed's futures: by default the first, 0, and under Mesa's ``batch_run`` that of the
        number of the iteration, unless Mesa gives every iteration a seed (from 3.4 on).
    arm : ``"scenario"`` or ``"counterfactual"``.
    burn_in : whether to simulate the burn-in at once, compiled and without agents, so that the model begins at
        month 0; else it begins with the first month of the burn-in, which has a negative number.
    worlds : the worlds that futures are drawn in, see `simulation.ensemble.run`.
    world : number of the one that this run is in, from 0 on; by default that of its replicate.
    kwargs : settings, which are parameters (`simulation.world.parameters.PARAMETERS`) that differ from those of the
        scenario. (Mesa's views take a model with further names only if they are called so.)

    Attributes
    ----------
    month : the month that comes next, or that is under way.
    phase : how many phases of it have run.
    world_number : the world of `worlds` that it is in.
    world : the tables (`simulation.world.tables.World`); agents read and write them.
    datacollector : the measures at the end of every month from 0 on.
    council_type, community_organisation_type, social_enterprise_type, contractor_type : classes of the agents; a model
        class that names other ones runs their methods.

    Raises
    ------
    ScenarioError : unknown scenario or setting, value out of range.
    UseError : an assignment, or a class of agents, that would have no effect.
    """

    council_type: type[Council] = Council
    community_organisation_type: type[CommunityOrganisation] = CommunityOrganisation
    social_enterprise_type: type[SocialEnterprise] = SocialEnterprise
    contractor_type: type[PrivateContractor] = PrivateContractor

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        for name in vars(cls):
            for near in difflib.get_close_matches(name, TYPES, n=1, cutoff=0.8):
                if name not in TYPES:
                    raise UseError(f"{cls.__name__}.{name}: did you mean '{near}'?")

    def __init__(
        self,
        scenario: str | Path | Scenario = "baseline",
        *,
        rng: int | str = 1,
        replicate: int | str | None = None,
        arm: Literal["scenario", "counterfactual"] = "scenario",
        burn_in: bool = True,
        worlds: str | Path | Worlds = DEFAULT,
        world: int | str | None = None,
        **kwargs: float,
    ) -> None:
        if "seed" in kwargs:
            raise ValueError(f"seed = {kwargs['seed']!r}: the seed is called rng here, as in Mesa itself")
        self.seed = _whole_number("rng", rng)
        iteration = iteration_of_batch_run(self)
        if iteration and replicate is not None:
            raise UseError(
                f"replicate = {replicate!r}: every iteration would be the same; leave replicate out, or iterations"
            )
        self.replicate = _whole_number("replicate", iteration if replicate is None else replicate)
        if arm not in ARMS:
            raise ValueError(f"arm = {arm!r}: it must be one of {', '.join(ARMS)}")
        self.arm = arm
        for name, kind in TYPES.items():
            given = getattr(self, name)
            if not (isinstance(given, type) and issubclass(given, kind)):
                raise UseError(f"{name} = {given!r}: it must be a subclass of {kind.__name__}")
        super().__init__(self.seed)
        if not isinstance(scenario, str | Path | Scenario):
            raise UseError(
                f"scenario = {scenario!r}: it must be a Scenario, a name or a path; under Mesa's batch_run: [scenario]"
            )
        chosen = scenario if isinstance(scenario, Scenario) else load(scenario)
        self.scenario = chosen.with_settings(kwargs) if kwargs else chosen
        if self.scenario.size("ticks_a_year") != MONTHS:
            raise UseError("ticks_a_year: under Mesa a step is a month; `simulation.ensemble.run` takes other ticks")
        self.month = -self.scenario.burn_in_months
        self.phase = 0
        drawn_in = worlds_of(worlds)
        self.world_number = drawn_in.number(self.replicate) if world is None else _whole_number("world", world)
        if self.world_number >= len(drawn_in):
            raise SettingError(f"world = {world}: {drawn_in.name} are {len(drawn_in)} worlds, 0 to {len(drawn_in) - 1}")
        plan = blueprint(self.scenario).with_timeline(self.scenario.timeline(arm))
        plan = in_world(plan, self.scenario, drawn_in.settings(self.world_number))
        self._next_event = 1 + max(self.scenario.timeline()["id"], default=-1)
        self.world = build(plan, self.seed, self.replicate, self.month)
        self._recorded = recorded(self.scenario)
        if burn_in:
            self.world = log.with_room(simulate(self.world, self.month, 0, *NOTHING_RECORDED, known=self._recorded))
            self.month = 0
        self._agents_of: dict[str, dict[int, TableAgent]] = {"councils": {}, "organisations": {}, "contractors": {}}
        self._types_of = {name: np.zeros(len(getattr(self.world, name)), int) for name in self._agents_of}
        for types in self._agent_types().values():
            for agent_type in types:
                self.expect(agent_type)
        self.synchronise()
        self.datacollector = MeasureCollector()
        self.running = self.month < self.scenario.months

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "world":
            self._check_world(value)
            value = guarded(value)
        elif name in FIXED and self._is_made:
            raise UseError(f"{name} cannot be changed once a model is made: make another one")
        elif name in PARAMETERS and not hasattr(type(self), name):
            raise UseError(
                f"{name} is a setting: CoproductionModel(..., {name}={value!r}), or model.world.parameters.{name} "
                "for one that counts from now on"
            )
        super().__setattr__(name, value)

    def _check_world(self, world: World) -> None:
        """Refuse what is no world, or has other rows than the present one, to which the agents belong."""
        before = self.__dict__.get("world")
        if not isinstance(world, World):
            raise UseError(f"world: it must be a World, not a {type(world).__name__}")
        if before is not None and any(len(getattr(world, n)) != len(getattr(before, n)) for n in OF_FIXED_SIZE):
            raise UseError("world: its tables must have as many rows as before; make a model of the other scenario")

    # Time

    def step(self) -> None:
        """Run the month that comes next, or what is left of the one under way, and collect its measures."""
        while self.phase < len(PHASES):
            self.run_phase()
        if self.month >= 0:
            self.datacollector.collect(self)
        self.month += 1
        self.phase = 0
        self.running = self.month < self.scenario.months

    def run(self, months: int | None = None) -> None:
        """Run that many months, by default up to the scenario's horizon."""
        if months is not None and not (months >= 0 and months == int(months)):
            raise UseError(f"months = {months!r}: it must be a whole number, 0 or more")
        for _ in range(self.scenario.months - self.month if months is None else int(months)):
            self.step()

    def run_phase(self) -> None:
        """Run the next phase of the month; `step` does what belongs to the end of the month."""
        phase = PHASES[self.phase]
        if self.phase == 0:
            put(self.world, self.month, self._recorded)
        self.phase += 1
        for step in phase.steps:
            self._run_step(step)
            self.synchronise()
            self.world = log.with_room(self.world)

    def open_month(self) -> None:
        """Run the first phase of the month, in which events happen, if it has not begun."""
        if self.phase == 0:
            self.run_phase()

    def _run_step(self, step: Step) -> None:
        """One step of a phase, in the order of rows; agents act through their method, which a subclass may replace."""
        actor = step.actor
        if actor.table is None:
            step.rule(self.world, self.month)
            return
        for row in range(len(getattr(self.world, actor.table))):
            if actor.name not in AGENTS:
                step.rule(self.world, row, self.month)
                continue
            agent = self.agent(actor.table, row)
            if isinstance(agent, AGENTS[actor.name]):
                getattr(agent, step.name)()

    # Agents

    @property
    def councils(self) -> list[Council]:
        """The councils in the order of their rows."""
        return [council for council in self._agents_of["councils"].values() if isinstance(council, Council)]

    def agent(self, table: str, row: int) -> TableAgent | None:
        """The agent of a row, if somebody lives there."""
        return self._agents_of[table].get(row)

    def synchronise(self) -> None:
        """Create agents for those who are new in the tables; remove those who are gone or became another type."""
        for name, agent_types in self._agent_types().items():
            now = self._types_now(name)
            agents = self._agents_of[name]
            for row in np.flatnonzero(now != self._types_of[name]).tolist():
                if row in agents:
                    agents.pop(row).depart()
                if now[row]:
                    agents[row] = agent_types[now[row] - 1](self, row)
            self._types_of[name] = now

    def _agent_types(self) -> dict[str, tuple[type[TableAgent], ...]]:
        """For each table with agents, their types."""
        return {
            "councils": (self.council_type,),
            "organisations": (self.community_organisation_type, self.social_enterprise_type),
            "contractors": (self.contractor_type,),
        }

    def _types_now(self, name: str) -> np.ndarray:
        """For each row of a table: 0 if nobody is there, else which of the types of `_agent_types`, counted from 1."""
        rows = getattr(self.world, name)
        if name == "organisations":
            return rows["alive"] * (1 + rows["enterprise"])
        return rows["alive"].copy() if name == "contractors" else np.ones(len(rows), int)

    # Interventions

    def reset_rng(self, rng: Any = None) -> None:
        """Refused: all chance of the model is keyed by its seed and replicate."""
        raise UseError("reset_rng: no chance of this model comes from there; make a CoproductionModel(..., rng=...)")

    def reset_randomizer(self, seed: Any = None) -> None:
        """Refused, as `reset_rng`."""
        raise UseError(
            "reset_randomizer: no chance of this model comes from there; make a CoproductionModel(..., rng=...)"
        )

    def befall(self, kind: str, **fields: Any) -> None:
        """Let an event happen now, as the last one of this month.

        Parameters
        ----------
        kind : what happens, see `simulation.world.event_kinds.EVENT_KINDS`.
        fields : whom it concerns and what it takes, as in a scenario file; None stands for what is left out.

        Raises
        ------
        ScenarioError : unknown kind or field, value out of range.
        """
        rows = happening_now(self.scenario, kind, self.month, self._next_event, fields)
        self._next_event += len(rows)
        self.open_month()
        events.apply_events(self.world.with_timeline(rows), self.month)
        self.synchronise()
        self.world = log.with_room(self.world)

    def sign_pfi(
        self,
        council: Council | int | str,
        service: str,
        years: float | None = None,
        confidentiality: float | None = None,
    ) -> None:
        """A PFI contract reaches financial close; a length or confidentiality that is not given is drawn."""
        chosen = council.row if isinstance(council, Council) else council
        self.befall("pfi_deal", councils=[chosen], service=service, years=years, confidentiality=confidentiality)

    def begin_programme(
        self,
        size: float,
        years: float,
        councils: str | list[int | str] | None = None,
        neighbourhoods: int | list[int | str] | None = None,
    ) -> None:
        """A regeneration programme begins: money of ``size`` for ``years``, everywhere unless said otherwise."""
        self.befall("programme", size=size, years=years, councils=councils, neighbourhoods=neighbourhoods)

    # Results

    def measures(self) -> dict[str, float]:
        """Every measure of the world as it stands."""
        row = np.zeros(len(MEASURES))
        record(self.world, row, np.zeros((len(self.world.services), 3), np.float32))
        return dict(zip(COLUMN, row.tolist(), strict=True))

    def spells(self) -> np.ndarray:
        """The spells of co-production so far, as rows of `world.spells.SPELL`; the last ones are still open."""
        return spells(self.world, self.replicate, ARMS.index(self.arm), self.month)


def _whole_number(name: str, value: int | str) -> int:
    """A whole number that fits into a word of the key of all draws."""
    try:
        number = int(str(value))
    except ValueError:
        number = -1
    if not 0 <= number <= LAST_SEED:
        hint = "; under Mesa's batch runner: batch_run(..., rng=[1, 2, 3])" if value is None else ""
        raise ValueError(f"{name} = {value!r}: it must be a whole number from 0 to {LAST_SEED}{hint}")
    return number
