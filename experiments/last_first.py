"""A changed rule, for `structure`: a council goes through its services from the last neighbourhood to the first.

Whoever comes first in a month finds organisations that are still free and contractors that still have room. In the
model that is the first neighbourhood's first service, and who that is means nothing. 0 is the model as it is.
"""

from simulation.extending import replaces, switch
from simulation.world import territory

PARAMETERS = {"last_first": switch("the last service of the last neighbourhood comes first", default=0)}


@replaces(territory.arrangements_of)
def arrangements_of(world, council):
    """Rows of the council's arrangements, the last one first where that is asked."""
    first, last = territory.block_of(world, council)
    if world.parameters[0].last_first:
        return range(last - 1, first - 1, -1)
    return range(first, last)
