"""A new event and a new measure: community hubs open, rest those who meet there, and wear out without money.

A hub is a room with heating, tea and somebody who opens up. What it does here is a guess, made to show how an event,
columns, a step of the month and a measure are written.
"""

from simulation.agents.council.learning import learn
from simulation.extending import NEIGHBOURHOOD, Field, column, event, happens, joins, measure, measures, swept
from simulation.world.territory import neighbourhoods_of

PARAMETERS = {
    "hub_rest": swept(0.3, (0.0, 1.0), "per year", "share of their fatigue that people lose at a hub of full size"),
    "hub_wear": swept(0.1, (0.0, 0.5), "per year", "share of a hub that is lost"),
}
COLUMNS = {
    "neighbourhoods": {"hub": column("0..1", 0.0, 1.0, "community hub, relative to the largest that is of any use")},
}
MEASURES = {
    "hubs": measure("index", "more", "population-weighted mean size of community hubs"),
}
EVENTS = {
    "hubs_open": event(
        "council",
        "community hubs open, in all neighbourhoods or in the most deprived ones",
        (Field("size", "value", 0.0, 1.0, "0..1", "size of each hub"),),
        ("neighbourhoods",),
    ),
}


@happens("hubs_open")
def open_hubs(world, event, c, month):
    """Hubs open; where there is a larger one already, nothing changes."""
    for n in neighbourhoods_of(world.councils[c]):
        neighbourhood = world.neighbourhoods[n]
        named = event.neighbourhood < 0 or neighbourhood.number == event.neighbourhood
        among_first = event.neighbourhoods <= 0 or neighbourhood.deprivation_rank < event.neighbourhoods
        if named and among_first:
            neighbourhood.hub = max(neighbourhood.hub, event.value)


@joins(NEIGHBOURHOOD, before=learn)
def meet(world, n, month):
    """A month at the hub: people rest, the hub wears."""
    p = world.parameters[0]
    neighbourhood = world.neighbourhoods[n]
    neighbourhood.fatigue *= 1.0 - p.hub_rest / 12.0 * neighbourhood.hub
    neighbourhood.hub *= 1.0 - p.hub_wear / 12.0


@measures("hubs")
def hubs(world, first, last):
    """How much of a hub people have, over councils ``first`` to before ``last``."""
    people = 0.0
    size = 0.0
    for c in range(first, last):
        council = world.councils[c]
        for n in neighbourhoods_of(council):
            weight = council.population * world.neighbourhoods[n].population
            people += weight
            size += weight * world.neighbourhoods[n].hub
    return size / people
