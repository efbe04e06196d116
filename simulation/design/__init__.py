"""Designs of experiments as files: scenarios, levers, uncertainties, a sampler, and what to keep of every run."""

from simulation.design.design import Design, load, parse
from simulation.design.errors import DesignError
from simulation.design.factor import Factor
from simulation.design.plan import Plan, Point, plan
from simulation.design.samplers import SAMPLERS

__all__ = ["SAMPLERS", "Design", "DesignError", "Factor", "Plan", "Point", "load", "parse", "plan"]
