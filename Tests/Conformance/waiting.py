"""Waiting for what other processes do, on a machine that may be busy with anything."""

import time

# Against hanging alone: a slow machine must never turn a test red.
LIMIT = 180


def soon(happened, every: float = 0.025):
    """Waits until `happened()` says something true, and gives it; what it says last where it never does."""
    end = time.monotonic() + LIMIT
    while not (said := happened()) and time.monotonic() < end:
        time.sleep(every)
    return said
