"""What the view says, in sentences that are true when read alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulation.app.story import councils
from simulation.app.story.doubts import clearly_more, who_wins, winners
from simulation.app.story.droppable_events import within
from simulation.app.story.names import capital, plural, service
from simulation.app.story.protection import BEST, POINTS, reached
from simulation.app.story.state import YEAR, Counted, Workshop
from simulation.results.intervals import FEWEST_FUTURES
from simulation.results.occupancy import Count
from simulation.results.outcomes import Left, Survivals, Tally
from simulation.scenarios import Event, Scenario
from simulation.scenarios.in_words import in_a_row, month_in_words
from simulation.world.parameters import PARAMETERS
from simulation.world.worlds import CENTRAL

MORE_LEFT = "more is left than with nothing bought, at the moment when the town with nothing bought is at its worst"

LITTLE_TO_LOSE = "In this town there is little to lose, and little to buy."


def not_a_forecast(scenario: Scenario) -> str:
    """What a town is good for; of a documented place only its file is a fact, of a real council its record."""
    council = councils.on_record(scenario)
    if council is not None:
        return (
            f"{councils.recorded_in_words(scenario, council)}; the rest is generated to think with. It shows how an "
            "arrangement can break or hold. It is no forecast."
        )
    town = "This is a made-up town to think with."
    if scenario.councils:
        town = f"The dates are those of {scenario.councils[0].name}, the rest is made up to think with."
    return f"{town} It shows how an arrangement can break or hold. It does not predict yours."


def when(cursor: int, start: str | None = None, listed: bool = False) -> str:
    """``Year 16``, ``Year 16½``, ``Year 16, month 5``: so long after the start; ``May 2013`` where that has a date.

    Where times are ``listed`` one below the other, none has a fraction.
    """
    if start is not None:
        return month_in_words(cursor, start)
    years, months = divmod(cursor, YEAR)
    fraction = ({0: ""} if listed else {0: "", 3: "¼", 6: "½", 9: "¾"}).get(months)
    return f"Year {years}{fraction}" if fraction is not None else f"Year {years}, month {months}"


def inside(cursor: int, start: str | None = None, listed: bool = False) -> str:
    """The same within a sentence."""
    return when(cursor, start) if start is not None else when(cursor, listed=listed).lower()


def counted(number: int, total: int, of: Counted, chosen: int | None) -> str:
    """``3 of 60 neighbourhoods plan and deliver youth work together``, in singular or plural."""
    one = number == 1
    if chosen is None:
        things = f"{number} of {plural(total, 'local service')}"
        if of == "full_coproduction":
            return f"{things} {'is' if one else 'are'} planned and delivered together"
        return f"{things} {'is' if one else 'are'} planned or delivered together"
    things = f"{number} of {plural(total, 'neighbourhood')}"
    verb = ("plans", "delivers") if one else ("plan", "deliver")
    joint = "and" if of == "full_coproduction" else "or"
    return f"{things} {verb[0]} {joint} {verb[1]} {service(chosen)} together"


def what_is_counted(of: Counted, chosen: int | None) -> str:
    """``local services that are planned and delivered together``, or the neighbourhoods that do so with one of them."""
    joint = "and" if of == "full_coproduction" else "or"
    if chosen is None:
        return f"local services that are planned {joint} delivered together"
    return f"neighbourhoods that plan {joint} deliver {service(chosen)} together"


A_WORLD = "A world is one set of values for everything that nobody knows exactly."


def differ(futures: int, worlds: int, state: Workshop) -> str:
    """What so many futures differ in: dice, and worlds where they are played in several.

    Parameters
    ----------
    worlds : how many take part in these futures.
    """
    each = f"Each of the {futures} futures has" if futures > 1 else "The future has"
    if state.worlds == CENTRAL.name:
        together = "all are played in one world" if futures > 1 else "it is played in one world"
        return f"{each} its own dice; {together}, our best single guess at what nobody knows."
    there = len(state.drawn_in)
    which = f"{worlds} (of {there})" if worlds < there else f"{worlds}"
    if state.given is not None:  # said after `only`
        return f"Each has its own dice and one of {which} plausible worlds."
    return (
        f"{each} its own dice and one of {which} plausible worlds: values for what nobody knows that the record does "
        "not rule out."
    )


def only(state: Workshop, futures: int, of: int) -> str:
    """Which of the futures are looked at, if not all."""
    if state.given is None:
        return ""
    parameter, high = PARAMETERS[state.given.name], state.given.half == "high"
    where = f"this is in its {'upper' if high else 'lower'} half"
    if parameter.role == "switch":
        where = f"this is {'so' if high else 'not so'}"
    elif parameter.only_with:
        where += f" among worlds in which it counts ({PARAMETERS[parameter.only_with].meaning})"
    return f"Only {futures} of {plural(of, 'future')}, where {where}: {parameter.meaning}."


def assumed(name: str, state: Workshop) -> str:
    """The value of a number; where it is left open, what it is in the worlds."""
    values = state.values(name)
    if PARAMETERS[name].role == "switch" and state.is_open(name):
        return f"on in {round(values.sum())} of {plural(len(values), 'world')}"
    if not len(values):
        return "changes nothing: its mechanism is off in all of these worlds"
    low, high = f"{values.min():.3g}", f"{values.max():.3g}"
    return low if low == high else f"{low} to {high}"


def spread(count: Count) -> str:
    """``9 in 10 futures: 1–6``; of too few to say that, ``all 12 futures: 1–6``."""
    span = f"{count.low}" if count.low == count.high else f"{count.low}–{count.high}"
    return f"{spread_of(count.futures)} futures: {span}"


def spread_of(futures: int) -> str:
    """How many of so many futures a spread holds."""
    return "9 in 10" if futures >= FEWEST_FUTURES else f"all {futures}"


def level(count: Count, state: Workshop) -> str:
    """How much there is now."""
    about = "about " if count.low != count.high else ""
    said = counted(count.median, count.total, state.counted, state.service)
    return f"{when(state.cursor, state.start)}: {about}{said} ({spread(count)})."


def verdict(count: Count, events: int, since: int, council: str = "") -> str:
    """What the events did, or why they could do nothing yet.

    Parameters
    ----------
    events : number of events under study.
    since : months since the first of them, less than 0 before it.
    council : the name of a council on record.
    """
    if not events and council:
        return f"Nothing but what is on record has happened to {council}: drop an event and see."
    if not events:
        return "Nothing has happened to this town: drop an event and see."
    if since < 0:
        return "The event has not happened yet." if events == 1 else f"Of the {events} events, none has happened yet."
    if since == 0:
        first = "The event" if events == 1 else f"The first of the {events} events"
        return f"{first} happens now: go on in time and see."
    them = "event" if events == 1 else "events"
    return f"Without the {them}: {count.without}. {difference(count, them)}"


def difference(count: Count, them: str = "events") -> str:
    """``The events made it worse in 198 of 200 futures, better in 2.``"""
    total = plural(count.futures, "future")
    if count.same == count.futures:
        where = f"in any of {total}" if count.futures > 1 else "in the only future"
        return f"The {them} made no difference {where}."
    parts = [("worse", count.worse), ("better", count.better)]
    parts.sort(key=lambda part: -part[1])
    if count.same > parts[0][1]:
        rest = " and ".join(f"{word} in {number}" for word, number in parts if number)
        return f"The {them} made no difference in {count.same} of {total}, and made it {rest}."
    (word, number), (other, fewer) = parts
    text = f"The {them} made it {word} in {number} of {total}"
    return f"{text}, {other} in {fewer}." if fewer else f"{text}."


def headline(count: Count, state: Workshop, events: Sequence[Event], since: int) -> str:
    """One number against one number: ``Year 8: 2 of 240. Without the cold leader: 7.``

    Parameters
    ----------
    events : those under study.
    since : months since the first of them, less than 0 before it.
    """
    now = f"{when(state.cursor, state.start)}: {count.median} of {count.total}."
    return f"{now} Without {within(events)}: {count.without}." if events and since > 0 else now


def survives(found: Survivals | None, events: Sequence[Event], start: str | None = None) -> str:
    """In how many futures it survives at the worst moment, what that means, and in how many at the end."""
    without = f"without {within(events)}"
    if found is None:
        return f"There would be nothing to lose {without}."
    worst, end = found
    return (
        f"At the worst moment, {inside(worst.month + 1, start)}, it survives in {worst.number} of "
        f"{plural(worst.futures, 'future')} with something to lose: at least half is left of what there would be "
        f"{without}. At the end, in {end.number} of {end.futures}."
    )


def most_left(bought: Mapping[str, Left]) -> str:
    """With which way more is left than with nothing bought in most futures, and which are too close to it to tell."""
    best, *close = winners({way: found.more for way, found in bought.items()})
    if not bought[best].more.number:
        return "Nothing that can be bought leaves more than nothing bought in any future."
    told = f"More is left most often with {best[0].lower()}{best[1:]}: in {more_and_less(bought[best])}."
    if close:
        told += f" Too close to it to call: {in_a_row([f'“{way}”' for way in close])}."
    return told


def most_protecting(nothing: Survivals, bought: Mapping[str, Survivals]) -> str:
    """Which way protects in the largest share of futures, against nothing bought; the first of equals."""
    told = []
    no_better = {}
    for place, moment in enumerate(("at the worst moment", "at the end")):
        best = max(bought, key=lambda way: bought[way][place].share)
        most, now = bought[best][place], nothing[place]
        before = f"{now.number} of {now.futures}"
        if clearly_more(most, now):
            way = f"{best[0].lower()}{best[1:]}, in {most.number} of {most.futures}"
            told.append(f"{capital(moment)} it survives most often with {way}; with nothing bought, in {before}.")
        else:
            no_better[moment] = before
    if no_better:
        moments, before = (in_a_row(list(each)) for each in (no_better, no_better.values()))
        told.append(
            f"{capital(moments)} nothing that can be bought makes it survive clearly more often: with nothing bought "
            f"it does in {before} futures."
        )
    return " ".join(told)


def more_and_less(found: Left) -> str:
    """``84 of 200 futures, less in 23``."""
    return f"{found.more.number} of {plural(found.more.futures, 'future')}, less in {found.less.number}"


def left_in_words(found: Left, start: str | None = None, other: str = "nothing bought") -> str:
    """In how many futures more is left than with something else, and when that is counted."""
    worst = f"at the worst moment with {other}, {inside(found.more.month + 1, start)}"
    return f"More is left than with {other} in {more_and_less(found)}: {worst}."


def goal(target: int, of: Tally) -> str:
    """What is to be reached in round 3."""
    return f"Target: more left than with nothing bought in {target} of {of.futures}"


def goal_and_origin(target: int, of: Tally, ways: int) -> str:
    """The same, and where that number comes from: so many plain ways."""
    return f"{goal(target, of)} futures: the mean of the best {BEST} of {ways} plain ways to spend {POINTS} points."


def standing(found: Mapping[str, Tally], target: int | None, who: str) -> str:
    """Who is ahead, if there are several, and how many of them reach the target, if that is known."""
    told = [f"{who_wins(found)}."] if len(found) > 1 else []
    if target:
        number = sum(reached(target, each) for each in found.values())
        told.append(f"The target, {target}, is reached by {number} of {plural(len(found), who)}.")
    return " ".join(told)


def sentence(count: Count, state: Workshop, events: int, since: int) -> str:
    """The whole sentence above the view."""
    council = councils.on_record(state.scenario)
    return f"{level(count, state)} {verdict(count, events, since, council.name if council is not None else '')}"


def dots(count: Count) -> str:
    """The caption of the dots."""
    return f"1 dot = 1 future: {count.worse} worse, {count.same} same, {count.better} better"
