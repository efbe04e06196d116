"""Whether the server's memory comes to rest while visitors come and go.

Each of thirty visitors without a window comes, acts for about a minute and leaves; seven of eight close the page, one
vanishes, as a machine does that falls asleep; more of these would be more sessions than one address may have. Then
somebody comes in its place, at the same machine. Five of six go to what costs the most (see `costliest`), one, for a
quarter of the time, to a town of the usual size that nobody has seen before. Prints once every ten seconds how many
minutes have passed, the megabytes that the server holds, how many visits there were, and the milliseconds after which
those who came to a usual town since then had their first picture.

    python tests/app/load/comings.py [MINUTES [VISITORS]]
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
import time

from acts import LEVER_EVERY, Act
from costliest import COSTLIEST, usual
from serving import memory, serving
from tally import Tally
from wire import WireVisitor

VISITORS = 30
STAY, SHORT = 60.0, 15.0  # seconds, on average, at what costs the most and at a usual town
PAUSE = 4.0  # seconds between acts
VANISH = 8  # one of so many does not say that it leaves
EVERY = 10.0  # seconds between rows


async def visits(host: str, chair: int, until: float, came: list[int], usual_town: Tally) -> None:
    """One visitor after another in one place."""
    dice = random.Random(chair)
    costly = chair % (len(COSTLIEST) + 1)  # 0: none of these
    cookie = ""
    await asyncio.sleep(chair)
    while time.monotonic() < until:
        number = len(came)
        came.append(chair)
        visitor = WireVisitor(host, Tally() if costly else usual_town, cookie)
        leaves = time.monotonic() + (STAY if costly else SHORT) * (0.5 + dice.random())
        if costly:  # and leaves, whether or not there is a picture
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(visitor.come(COSTLIEST[costly - 1](number)), leaves - time.monotonic())
        else:
            await asyncio.wait_for(visitor.come(usual(number)), 300)
        cookie = visitor.cookie
        for act in range(1000):
            await asyncio.sleep(PAUSE * 2 * dice.random())
            if time.monotonic() > leaves:
                break
            moves_lever = act % LEVER_EVERY == LEVER_EVERY - 1
            if visitor.has_levers:
                month = 12 * dice.randrange(6, 20)
                await visitor.act(Act(0, None, dice.random()) if moves_lever else Act(0, month, None))
        await (visitor.close() if number % VANISH == 0 else visitor.close_page())


async def watch(minutes: float, visitors: int) -> None:
    """Let them come and go, and print."""
    with serving() as (process, host):
        await WireVisitor(host, Tally()).open()  # the compiled rules are loaded then
        began = time.monotonic()
        came: list[int] = []  # the places of all who have come, one after the other
        usual_town = Tally()
        until = began + 60 * minutes
        chairs = [asyncio.create_task(visits(host, chair, until, came, usual_town)) for chair in range(visitors)]
        while time.monotonic() < until:
            await asyncio.sleep(EVERY)
            for chair in chairs:
                if chair.done():
                    chair.result()
            first, usual_town.opened = usual_town.opened, []
            row = [f"{(time.monotonic() - began) / 60:.2f}", f"{memory(process):.0f}", str(len(came))]
            print(*row, *(f"{each:.0f}" for each in first), flush=True)
        for chair in chairs:
            chair.cancel()
        await asyncio.gather(*chairs, return_exceptions=True)


if __name__ == "__main__":
    told = sys.argv[1:]
    asyncio.run(watch(float(told[0]) if told else 60.0, int(told[1]) if told[1:] else VISITORS))
