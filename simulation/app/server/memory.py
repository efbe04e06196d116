"""Memory that is not used any more goes back to the machine; glibc keeps it for later, a few hundred megabytes here."""

from __future__ import annotations

import ctypes
import threading
import time

from simulation.app import limits


def give_back_from_now_on() -> bool:
    """Give it back every now and then, in a thread of its own; return whether this machine's library can do so."""
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # another library, another system
        return False

    def go_on() -> None:
        while True:
            time.sleep(limits.GIVE_BACK_SECONDS)
            trim(0)

    threading.Thread(target=go_on, name="memory", daemon=True).start()
    return True
