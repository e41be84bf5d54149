"""The states of an application."""

from enum import StrEnum


class State(StrEnum):
    """Where an application stands in its life."""

    DRAFT = "draft"
    REQUESTED = "requested"
    """A second person has been asked to let it in; nobody edits it meanwhile."""
    TEST = "test"
    """Approved; only the sandbox's people sign in."""
    LIVE = "live"
    SUSPENDED = "suspended"
    RETIRED = "retired"
    """Over for good, kept so that it can be accounted for."""


APPROVED = frozenset({State.TEST, State.LIVE, State.SUSPENDED})
"""Somebody has answered for it: changing it takes more than drafting it."""
