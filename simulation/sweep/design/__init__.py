"""Designs of experiments as files: scenarios, levers, uncertainties, a sampler, and what to keep of every run."""

from simulation.sweep.design.design import Design, load, parse
from simulation.sweep.design.factor import Factor
from simulation.sweep.design.plan import Plan, Point, plan
from simulation.sweep.design.samplers import SAMPLERS
from simulation.world.errors import DesignError

__all__ = ["SAMPLERS", "Design", "DesignError", "Factor", "Plan", "Point", "load", "parse", "plan"]
