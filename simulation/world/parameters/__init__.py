"""Every number of the model, declared once, in one section for each part of it."""

from simulation.world.parameters.commissioning import Commissioning
from simulation.world.parameters.delivery import Delivery
from simulation.world.parameters.initial_state import InitialState
from simulation.world.parameters.learning import Learning
from simulation.world.parameters.levers import LeversAndPolicies
from simulation.world.parameters.market import Market
from simulation.world.parameters.money import Money
from simulation.world.parameters.organisations import Organisations
from simulation.world.parameters.own import own_section
from simulation.world.parameters.parameter import Parameter, ParameterSet, Section
from simulation.world.parameters.planning import Planning
from simulation.world.parameters.politics import Politics
from simulation.world.parameters.residents import Residents
from simulation.world.parameters.sizes import Sizes
from simulation.world.parameters.support import SupportAndWithdrawal

_MODEL: tuple[type[Section], ...] = (
    Sizes,
    LeversAndPolicies,
    Politics,
    Money,
    Residents,
    Planning,
    SupportAndWithdrawal,
    Commissioning,
    Delivery,
    Organisations,
    Market,
    Learning,
    InitialState,
)

OWN = own_section(_MODEL)
SECTIONS: tuple[type[Section], ...] = (*_MODEL, OWN) if OWN.parameters else _MODEL

PARAMETERS = ParameterSet(*SECTIONS)

__all__ = ["OWN", "PARAMETERS", "SECTIONS", "Parameter", "ParameterSet"]
