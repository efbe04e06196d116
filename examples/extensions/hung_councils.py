"""A changed rule: councils without overall control invite residents to plan less often.

In the model leaders without a majority can do less of everything (``hung_restraint``). Here invitations are held back
further, since groups that compete for votes have to agree on whom to invite. How much further is not known: the
parameter is a guess, and 0 is the model as it is.
"""

from simulation.agents.council import planning
from simulation.agents.council.planning import opening as usual_opening
from simulation.extending import replaces, swept
from simulation.world.event_kinds import NO_PARTY

PARAMETERS = {
    "hung_caution": swept(0.4, (0.0, 1.0), "share", "further invitations that hung councils leave out"),
}


@replaces(planning.opening)
def opening(world, council, neighbourhood, suitable, grievance, welcome, wish):
    """Chances that professional planning opens: fewer by invitation where nobody has a majority."""
    heard, asked, invited, refused = usual_opening(world, council, neighbourhood, suitable, grievance, welcome, wish)
    if council.control == NO_PARTY:
        invited *= 1.0 - world.parameters[0].hung_caution
    return heard, asked, invited, refused
