"""Every number of the model, declared once, in one section for each part of it."""

from simulation.parameters.commissioning import Commissioning
from simulation.parameters.delivery import Delivery
from simulation.parameters.initial_state import InitialState
from simulation.parameters.learning import Learning
from simulation.parameters.levers import LeversAndPolicies
from simulation.parameters.market import Market
from simulation.parameters.money import Money
from simulation.parameters.organisations import Organisations
from simulation.parameters.parameter import Parameter, ParameterSet, Section, SettingError, nearest
from simulation.parameters.planning import Planning
from simulation.parameters.politics import Politics
from simulation.parameters.residents import Residents
from simulation.parameters.sizes import Sizes
from simulation.parameters.support import SupportAndWithdrawal

SECTIONS: tuple[type[Section], ...] = (
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

PARAMETERS = ParameterSet(*SECTIONS)

__all__ = ["PARAMETERS", "SECTIONS", "Parameter", "ParameterSet", "SettingError", "nearest"]
