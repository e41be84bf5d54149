"""Every step of registering and recovering, reached in order, then given what nobody should type."""

import pytest

from idp.store.db import db
from idp.store.models import Citizen
from tests.builders import Person, a_citizen
from tests.citizens.proofing.people import newest_code
from tests.hostile.values import TO_POSTGRESQL, VALUES, on_the_wire
from tests.pages import forms_in
from tests.web.citizen.registrant import LONG, Registrant

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def bay(app, client, clock):
    return Registrant(client, clock)


def reach(bay, step):
    """Go to a step the honest way."""
    if step == "phone":
        bay.contact = "bay@dan.anlien.example"
    on_the_way = {
        "contact": [],
        "code": [bay.give_contact],
        "notice": [bay.confirm_contact],
        "identity": [bay.read_notice],
        "result": [bay.identify],
        "password": [bay.identify, bay.accept],
        "second-step": [bay.identify, bay.accept, bay.choose_password],
        "authenticator": [
            bay.identify,
            bay.accept,
            bay.choose_password,
            lambda: bay.send("second-step", factor="totp"),
        ],
        "phone": [
            bay.identify,
            bay.accept,
            bay.choose_password,
            lambda: bay.send("second-step", factor="sms"),
        ],
        "recovery-codes": [bay.identify, bay.accept, bay.choose_password, bay.add_app],
    }
    for step_before in on_the_way[step]:
        step_before()


def everything_sent(client, address, fields, token, kinds=tuple(VALUES)):
    """The statuses of every value under every field, alone, together and twice."""
    for kind in kinds:
        wired = on_the_wire(VALUES[kind])
        bodies = [f"{field}={wired}" for field in fields]
        bodies += ["&".join(bodies), "&".join(f"{field}={wired}&{field}=x" for field in fields)]
        for body in bodies:
            answer = client.post(address, data=f"{body}&csrf_token={token}", content_type=FORM)
            yield kind, answer.status_code


@pytest.mark.parametrize(
    "step",
    ["contact", "code", "notice", "identity", "result", "password", "second-step", "authenticator", "phone",
     "recovery-codes"],
)  # fmt: skip
@pytest.mark.timeout(300)
def test_no_step_fails_on_what_nobody_should_type(bay, engine, step):
    reach(bay, step)
    page = bay.open(step)
    assert bay.at == step
    form = next(form for form in forms_in(page.text, "/") if form.method == "post")
    fields = [name for name in form.fields if name != "csrf_token"] or ["x"]
    if step in ("notice", "recovery-codes", "second-step"):
        fields = {"notice": ["x"], "recovery-codes": ["x"], "second-step": ["factor"]}[step]
    people = db.session.query(Citizen).count()
    kinds = VALUES if engine.name == "sqlite" else TO_POSTGRESQL

    failed = {
        kind: status
        for kind, status in everything_sent(
            bay.client, f"/register/{step}", fields, form.fields["csrf_token"], kinds
        )
        if status >= 500
    }

    assert failed == {}
    assert db.session.query(Citizen).count() == people


@pytest.mark.parametrize("step", ["", "code", "proof", "password"])
@pytest.mark.timeout(300)
def test_no_step_of_recovering_fails_either(app, client, step):
    person = Person()
    a_citizen(person)
    page = client.get("/recover")
    token = forms_in(page.text, "/")[-1].fields["csrf_token"]
    if step:
        client.submit(page, username=person.phone)
    if step in ("proof", "password"):
        client.submit(client.get("/recover/code"), otp=newest_code(person.phone))
    if step == "password":
        typed = {
            "number": person.number,
            "name": person.name,
            "birth-d": "17",
            "birth-m": "5",
            "birth-y": "1990",
        }
        client.submit(client.get("/recover/proof"), **typed)
    fields = {"": ["username"], "code": ["otp"], "password": ["password"]}.get(
        step, ["number", "name", "birth-d", "birth-m", "birth-y", "only_year", "name_seen", "by"]
    )

    failed = {
        kind: status
        for kind, status in everything_sent(client, f"/recover/{step}".rstrip("/"), fields, token)
        if status >= 500
    }

    assert failed == {}


def test_a_password_of_strange_signs_still_opens_the_account(bay, app):
    strange = "\u0000ß™🐃 " + LONG
    bay.identify()
    bay.accept()
    bay.choose_password(strange)
    bay.send("second-step", factor="later")
    bay.send("recovery-codes", kept="y")
    other = app.test_client()

    done = other.submit(other.get("/sign-in"), username=bay.contact, password=strange)

    assert done.headers["Location"] == "/account"
