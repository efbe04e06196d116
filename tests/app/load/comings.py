"""Whether the server's memory comes to rest while visitors come and go.

Each of thirty visitors without a window comes, acts for about a minute and leaves; three of four close the page, one
vanishes, as a machine does that falls asleep. Then somebody new comes in its place. Prints once every ten seconds
how many minutes have passed, the megabytes that the server holds, and how many visits there were.

    python tests/app/load/comings.py [MINUTES]
"""

from __future__ import annotations

import asyncio
import random
import sys
import time

from acts import LEVER_EVERY, Act
from serving import memory, serving
from tally import Tally
from wire import WireVisitor

VISITORS = 30
STAY = 60.0  # seconds, on average
PAUSE = 4.0  # seconds between acts
VANISH = 4  # one of so many does not say that it leaves
EVERY = 10.0  # seconds between rows


async def visits(host: str, chair: int, until: float, came: list[int]) -> None:
    """One visitor after another in one place."""
    dice = random.Random(chair)
    await asyncio.sleep(chair)
    while time.monotonic() < until:
        number = len(came)
        came.append(chair)
        visitor = WireVisitor(host, Tally())
        await asyncio.wait_for(visitor.open(), 300)
        leaves = time.monotonic() + STAY * (0.5 + dice.random())
        for act in range(1000):
            await asyncio.sleep(PAUSE * 2 * dice.random())
            if time.monotonic() > leaves:
                break
            moves_lever = act % LEVER_EVERY == LEVER_EVERY - 1
            await visitor.act(Act(0, None, dice.random()) if moves_lever else Act(0, 12 * dice.randrange(6, 20), None))
        await (visitor.close() if number % VANISH == 0 else visitor.close_page())


async def watch(minutes: float) -> None:
    """Let them come and go, and print."""
    with serving() as (process, host):
        began = time.monotonic()
        came: list[int] = []  # the places of all who have come, one after the other
        until = began + 60 * minutes
        chairs = [asyncio.create_task(visits(host, chair, until, came)) for chair in range(VISITORS)]
        while time.monotonic() < until:
            await asyncio.sleep(EVERY)
            for chair in chairs:
                if chair.done():
                    chair.result()
            print(f"{(time.monotonic() - began) / 60:.2f} {memory(process):.0f} {len(came)}", flush=True)
        for chair in chairs:
            chair.cancel()
        await asyncio.gather(*chairs, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(watch(float(sys.argv[1]) if len(sys.argv) > 1 else 60.0))
