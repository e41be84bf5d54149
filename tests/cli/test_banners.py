"""`idp banner`."""

import json

import pytest

from idp.store.db import db
from idp.store.models import Banner

TEXTS = ("--vi", "Bảo trì", "--en", "Maintenance")


def test_a_banner_is_added_listed_and_withdrawn(run):
    made = json.loads(run("banner", "add", *TEXTS, "--minutes", "30", "--json").stdout)
    listed = json.loads(run("banner", "list", "--json").stdout)

    assert listed == [made]
    assert (made["state"], made["from"], made["to"]) == (
        "running",
        "2026-11-02T02:00:00+00:00",
        "2026-11-02T02:30:00+00:00",
    )
    assert run("banner", "withdraw", made["id"]).exit_code == 0
    assert run("banner", "withdraw", made["id"]).exit_code == 1
    assert "withdrawn" in run("banner", "list").stdout


def test_times_are_of_viet_nam(run):
    times = ("--from", "2026-11-03T22:00", "--to", "2026-11-04T02:00")
    made = json.loads(run("banner", "add", *TEXTS, "--kind", "emergency", *times, "--json").stdout)

    assert (made["kind"], made["state"], made["from"]) == ("emergency", "coming", "2026-11-03T15:00:00+00:00")


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--minutes", "5", "--to", "2026-11-04T02:00"),
        ("--to", "2026-11-01T02:00"),
        ("--minutes", "44640", "--vi", " "),
    ],
)
def test_what_cannot_be_says_why(run, options):
    result = run("banner", "add", *TEXTS, *options)

    assert result.exit_code == 1
    assert db.session.query(Banner).count() == 0
