"""How a server gets through a storm of sign-ins: hashing in its own bounded threads, and pages that take turns."""

import logging

from idp import measures
from idp.config import Settings
from idp.crypto.hashing_queue import HashingQueue
from idp.crypto.passwords import LONGEST_MS, PROFILES, Passwords
from idp.turns import Turnstile

SHORTEST_MS = 10
"""Below, guessing is cheaper than it need be."""

_MOST_KEPT_FREE = 8
_log = logging.getLogger("idp.hashing")


def turnstile_of(settings: Settings) -> Turnstile:
    """What those go through who are not signed in yet: they leave threads for programs and for those who are.

    Args:
        settings: Name the threads of a process.
    """
    return Turnstile(max(1, settings.threads - _kept_free(settings)))


def _kept_free(settings: Settings) -> int:
    return max(1, min(_MOST_KEPT_FREE, settings.threads // 4))


def passwords_of(settings: Settings) -> Passwords:
    """What hashes passwords in a server process; warns where a hash takes too long or too little.

    Args:
        settings: Name the profile, how many hashes are made at once, and how many may wait.
    """
    threads = settings.hashing_threads
    # A request that waits holds its thread: without this, a storm of sign-ins would leave none for the rest.
    waiting = max(0, min(settings.hashing_waiting, settings.threads - threads - _kept_free(settings)))
    queue = HashingQueue(threads=threads, waiting=waiting)
    queue.on_wait.append(measures.hashing_waited)
    queue.on_depth.append(measures.hashing_queue)
    passwords = Passwords(PROFILES[settings.hashing_profile], queue.run)
    taken = passwords.calibrate()
    said = f"a password hash ({settings.hashing_profile}) takes {taken:.0f} ms here by {passwords.build}"
    if advice := judge(taken):
        _log.warning("%s: %s", said, advice)
    else:
        _log.info("%s", said)
    return passwords


def judge(taken: float) -> str | None:
    """What to do about the time one hash takes, or None where it is well.

    Args:
        taken: Milliseconds.
    """
    if taken > LONGEST_MS:
        return "sign-ins will queue; choose a cheaper IDP_HASHING_PROFILE, or a faster machine"
    if taken < SHORTEST_MS:
        return "a dearer IDP_HASHING_PROFILE would make guessing harder at little cost"
    return None
