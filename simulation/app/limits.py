"""How much the workshop does and takes: every bound on sizes, numbers, waiting and typing, in one place."""

from __future__ import annotations

from simulation.app.rates import Pace
from simulation.scenarios import Scenario
from simulation.world.errors import TooLarge
from simulation.world.limits import LAST_SEED

# Futures
FUTURES = 200  # paired futures behind every view; two in a row share a world, so that up to 100 worlds take part
FIRST = 24  # futures behind the first view, shown while the others are computed
FEW = 12  # futures behind the first view while many wait for theirs
CROWD = 3  # scenarios without a first view that count as many
COSTLY = 60 * 12 * 30  # neighbourhoods and months of a scenario that others need not wait for: three times the usual
WANTED_BYTES = 240_000_000  # futures of scenarios that somebody looks at; further ones have first views only
CACHE_BYTES = 120_000_000  # futures of scenarios, some 7 MB each in plausible worlds
SHARED_BYTES = 64_000_000  # what scenarios that differ in their events share, some 16 MB each
MADE_OF_FUTURES = 16  # fans and their numbers that are kept with the futures of a scenario

# Scenarios that are shown
LONGEST_YEARS = 40
MOST_EVENTS = 60
MOST_NEIGHBOURHOODS = 60
FILE_CHARACTERS = 200_000  # of a scenario file that is opened

# Addresses, and what the browser keeps for undo
LINK_CHARACTERS = 16_000
UNFOLDED_LINK_BYTES = 400_000  # bytes of JSON that a link may unfold to
LINK_NUMBER = 10_000  # largest month or number of hands that a link may name
UNDO_LINKS = 30  # acts that can be undone after a refresh, and as many redone
UNDO_LINK_CHARACTERS = 20_000  # of their links together, which every act sends again
UNDO_ACTS = 100  # acts that can be undone without a refresh
SEEDS = LAST_SEED + 1  # seeds that can be thrown

# What people type
NAME_CHARACTERS = 24  # of a name that a group gives itself
SQUARE_CHARACTERS = 32  # of a name that the room gives to a square: three lines of it
NOTE_CHARACTERS = 400  # of an insight
MOST_NOTES = 12
MOST_HANDS = 999  # for one choice
SEARCH_CHARACTERS = 40
CODE_FIELD_CHARACTERS = 8  # of the field for a vote's code: with blanks

# What is listed at once
COUNCILS_LISTED = 10  # of those that a search finds
TITLE_CHARACTERS = 48  # of a scenario in a list
BIOGRAPHY_ENTRIES = 60
ASSUMPTION_ROWS = 25  # at first; each act sends them all again
REASONS_TO_TAKE_HOME = 5

# Rooms for phones: votes, and the board of groups
MOST_ROOMS = 20
ROOMS_OF_ADDRESS = 4  # from one network address
MOST_PHONE_VOTERS = 300  # of one vote
MOST_GROUPS = 12  # of one board: each is a scenario that the facilitator looks at
GROUP_CHANGES = Pace(10, 10.0)  # of one group: each is another scenario
PHONES_OF_ADDRESS = 3  # of one room from one network address, unless the facilitator lets more
WRONG_CODES = Pace(30, 20.0)  # from one network address: there are 331,776 codes
ROOM_SECONDS = 4 * 3600.0  # after the last hand
ROOM_LOOK_SECONDS = 1.0  # between looks whether a watcher has gone
CODE_LETTERS = 4

# Sessions and messages
SESSIONS = 100
SESSIONS_OF_ADDRESS = 60  # from one network address: a room behind one router
CONNECTIONS_OF_SESSION = 4
SESSION_SECONDS = 180  # that a session without a browser is kept
COOKIE_SECONDS = 24 * 3600
NEW_BROWSERS = Pace(60, 2.0)  # from one network address
NEW_SESSIONS = Pace(60, 1.0)  # from one network address
MESSAGES = Pace(200, 0.05)  # of one connection: an act is one message, a page that is opened sends five
MESSAGE_BYTES = 1_000_000  # a scenario file is the longest
WAITING_MESSAGES = 256  # for one browser
GATHERING_SECONDS = 0.004  # in which the messages of one view come together
TRIAL_SECONDS = 5.0  # that the trial of the way to send may take
SHUTDOWN_SECONDS = 2
GIVE_BACK_SECONDS = 20.0  # between two returns of freed memory to the machine

# What a room waits for, in seconds
FIRST_VIEW_SECONDS = 2.0
FINE_VIEW_SECONDS = 10.0


def check(scenario: Scenario) -> Scenario:
    """Return ``scenario`` if the workshop can show it, else raise `TooLarge`."""
    councils, places = scenario.size("councils"), scenario.size("neighbourhoods")
    instead = "run it with the command 'coproduction run'"
    if councils != 1:
        raise TooLarge(f"{scenario.name} has {councils} councils; the workshop shows one town: {instead}")
    if places > MOST_NEIGHBOURHOODS:
        raise TooLarge(
            f"{scenario.name} has {places} neighbourhoods, the workshop shows {MOST_NEIGHBOURHOODS}: {instead}"
        )
    if scenario.outside:
        raise TooLarge(
            f"{scenario.name} leaves the declared range of {', '.join(scenario.outside)}, and the workshop does not: "
            f"{instead}"
        )
    if scenario.years > LONGEST_YEARS or scenario.burn_in_years > LONGEST_YEARS:
        raise TooLarge(f"{scenario.name} takes more than {LONGEST_YEARS} years: {instead}")
    if len(scenario.events) > MOST_EVENTS:
        raise TooLarge(
            f"{scenario.name} has {len(scenario.events)} events, the workshop takes {MOST_EVENTS}: {instead}"
        )
    return scenario
