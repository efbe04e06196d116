"""A council that a scenario names, with what is known of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from simulation.scenarios.checks import Label, Number, one_of, without_repeats
from simulation.world.event_kinds import PARTIES

NO_CONTROL = "none"
Cycle = Literal["all_out_4", "all_out_5", "thirds"]


class NamedCouncil(BaseModel):
    """One entry of ``[[councils]]``; what it leaves out is drawn like for any other council.

    Attributes
    ----------
    name : the council's name.
    neighbourhoods : names of its neighbourhoods, in the order of their numbers; where ``deprivation`` is stated, that
        is also the order from the most deprived to the least.
    cycle : elections of the whole council every four or five years, or of a third of it in three years of four, in the
        month of the year in which the scenario starts.
    party : the party in control at the start, ``none`` for no overall control.
    tradition : political tradition of co-production, 0..1.
    deprivation : of the median neighbourhood, 0 (least) to 1 (most deprived).
    population : relative to the mean council.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    name: Label
    neighbourhoods: tuple[Label, ...] = ()
    cycle: Cycle | None = None
    party: str | None = None
    tradition: Annotated[Number, Field(ge=0, le=1)] | None = None
    deprivation: Annotated[Number, Field(ge=0, le=1)] | None = None
    population: Annotated[Number, Field(gt=0, le=100)] | None = None

    @field_validator("neighbourhoods")
    @classmethod
    def _distinct(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return without_repeats("neighbourhood", names)

    @field_validator("party", mode="before")
    @classmethod
    def _known_party(cls, party: object) -> object:
        return party if party is None else one_of("party", party, (*PARTIES, NO_CONTROL))
