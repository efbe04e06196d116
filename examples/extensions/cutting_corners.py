"""A new behaviour of a provider: a private contractor that loses money cuts corners, and mends when it is safe again.

In the model a contractor's quality is drawn when it enters the market and stays. Here one whose reserves run low
delivers less than it could; how much less is a guess. Its quality when it entered is kept in a column of its own.
"""

from simulation.agents.private_contractor import rules as private_contractor
from simulation.agents.private_contractor.rules import enter as usual_enter
from simulation.engine.maths import clip
from simulation.extending import CONTRACTOR, column, joins, replaces, swept

PARAMETERS = {
    "corners_cut": swept(0.3, (0.0, 1.0), "share", "quality that a contractor without any reserves leaves out"),
    "corners_speed": swept(2.0, (0.5, 12.0), "per year", "how fast its quality moves there, and back"),
}
COLUMNS = {
    "contractors": {"able": column("0..1", 0.0, 1.0, "quality that it delivered when it entered the market")},
}


@replaces(private_contractor.enter)
def enter(world, k, month):
    """A contractor enters as it always does; what it can deliver is kept."""
    usual_enter(world, k, month)
    world.contractors[k].able = world.contractors[k].quality


@joins(CONTRACTOR, after=private_contractor.trade)
def cut_corners(world, k, month):
    """Quality moves to what its reserves allow."""
    p = world.parameters[0]
    firm = world.contractors[k]
    if firm.alive == 1:  # it may have failed in the step before
        strain = clip(1.0 - firm.solvency / p.safe_solvency)
        goal = firm.able * (1.0 - p.corners_cut * strain)
        firm.quality += p.corners_speed / 12.0 * (goal - firm.quality)
