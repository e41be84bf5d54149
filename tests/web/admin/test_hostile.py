"""Hostile values in every place of the console, by somebody who is signed in: a clear answer, never a fault."""

import pytest

from idp.web.admin import BLUEPRINTS
from tests.builders import a_client
from tests.hostile.values import TO_POSTGRESQL, VALUES, on_the_wire
from tests.pages import forms_in

CHOSEN = (
    "nothing",
    "a NUL",
    "no UTF-8",
    "half a surrogate pair",
    "a lot",
    "line breaks",
    "quotation marks",
    "control characters",
    "an address that is none",
    "a number that is too large",
    "no number",
    "a date that is none",
    "text that runs backwards",
)
ELSEWHERE = ("x", "callback")
FORM = "application/x-www-form-urlencoded"


def rules(app):
    names = {blueprint.name for blueprint in BLUEPRINTS}
    found = [rule for rule in app.url_map.iter_rules() if rule.endpoint.split(".")[0] in names]
    return [rule for rule in found if rule.endpoint != "admin_sign_in.leave"]


def filled(rule, value, kind="web"):
    path = rule.rule.replace("<client_id>", "portal").replace("<kind>", kind)
    return path.replace("<secret_id>", value).replace("<mark>", value)


def with_value(rule, value):
    path = rule.rule
    for argument in rule.arguments:
        path = path.replace(f"<{argument}>", value or "x")
    return path


def fields_of(page):
    return {name: value for form in forms_in(page.text, "http://x/") for name, value in form.fields.items()}


@pytest.mark.parametrize(
    ("engine", "name"),
    [
        *(("sqlite", name) for name in CHOSEN),
        *(("postgresql", name) for name in CHOSEN if name in TO_POSTGRESQL),
    ],
    indirect=["engine"],
)
def test_a_strange_value_gets_a_clear_answer(app, console, name):
    a_client()
    value = VALUES[name]
    wired, short = on_the_wire(value), on_the_wire(value[:60])
    token = fields_of(console.get("/admin/clients/portal"))["csrf_token"]
    for rule in rules(app):
        for method in rule.methods & {"GET", "POST"}:
            answers = [
                console.open(
                    with_value(rule, short),
                    method=method,
                    query_string=f"q={short}&then={short}&before={short}",
                )
            ]
            if method == "GET":
                answers.append(
                    console.get(
                        filled(rule, "x"),
                        query_string=f"code={short}&state={short}&kind={short}&q={wired[:900]}",
                    )
                )
            else:
                names = set(fields_of(console.get(filled(rule, "x")))) - {"csrf_token"}
                body = "&".join(
                    [f"csrf_token={token}", *(f"{field}={wired}" for field in sorted(names)[:30])]
                )
                answers.append(console.post(filled(rule, "x"), data=body, content_type=FORM))
            for answer in answers:
                assert answer.status_code < 500, (rule.rule, method, answer.text[:500])
                assert b"<script>alert" not in answer.data
