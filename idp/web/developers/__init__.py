"""The developers' desk, under `/developers`: a guide for everybody, and behind sign-in what one's own applications do.

Begin with `desk.py`: the frame of every page, and what stands before those that are not for everybody.
"""

from flask import Blueprint

from idp.web.developers import (
    app,
    apps,
    attempt,
    calls,
    coach,
    decoder,
    faults,
    guide,
    incidents,
    lint,
    secrets,
    sign_up,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    guide.blueprint,
    sign_up.blueprint,
    apps.blueprint,
    app.blueprint,
    secrets.blueprint,
    lint.blueprint,
    faults.blueprint,
    coach.blueprint,
    calls.blueprint,
    incidents.blueprint,
    attempt.blueprint,
    attempt.answers,
    decoder.blueprint,
)

WITHOUT_FORM_TOKEN: tuple[Blueprint, ...] = (attempt.answers,)
"""They take what the provider's own page posts, and know it by something else."""
