"""Every number of the model, declared once, in one section for each part of it."""

from simulation.parameters.commissioning import COMMISSIONING
from simulation.parameters.delivery import DELIVERY
from simulation.parameters.learning import LEARNING
from simulation.parameters.levers import LEVERS_AND_POLICIES
from simulation.parameters.market import MARKET
from simulation.parameters.money import MONEY
from simulation.parameters.organisations import ORGANISATIONS
from simulation.parameters.parameter import Parameter, ParameterSet, SettingError, nearest
from simulation.parameters.planning import PLANNING
from simulation.parameters.politics import POLITICS
from simulation.parameters.residents import RESIDENTS
from simulation.parameters.sizes import SIZES
from simulation.parameters.support import SUPPORT

SECTIONS: dict[str, tuple[Parameter, ...]] = {
    "Sizes": SIZES,
    "Levers and policies": LEVERS_AND_POLICIES,
    "Politics": POLITICS,
    "Money": MONEY,
    "Residents": RESIDENTS,
    "Planning": PLANNING,
    "Support and withdrawal": SUPPORT,
    "Commissioning": COMMISSIONING,
    "Delivery": DELIVERY,
    "Organisations": ORGANISATIONS,
    "Market": MARKET,
    "Learning": LEARNING,
}

PARAMETERS = ParameterSet(*SECTIONS.values())

__all__ = ["PARAMETERS", "SECTIONS", "Parameter", "ParameterSet", "SettingError", "nearest"]
