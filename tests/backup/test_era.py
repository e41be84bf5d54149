"""A new era: what the tables believe unspent, and what may have been spent since, opens nothing any more."""

import uuid
from datetime import timedelta

import pytest

from idp.audit.events.backups import BackupRestored
from idp.backup import era
from idp.citizens import one_time_codes, totp
from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.one_time_codes import Accepted, CodeOver, Purpose
from idp.outbound import logout_delivery, mail
from idp.store.db import db
from idp.store.models import InitialAccessToken, OutboxEntry
from idp.store.repositories.credentials import Credentials
from idp.store.repositories.operators import Operators
from idp.web.current import services
from tests.builders import TOTP_KEY, a_citizen, a_client, one_time_code
from tests.pages import ids_in
from tests.pushing import open_pushed, reference
from tests.relying_party import RelyingParty, agree, signed_in
from tests.staff import an_operator, at_the_console


@pytest.fixture
def begin(app):
    """Begin a new era; what it ended."""

    def begun(**how):
        ended = era.begin(services(), **how)
        db.session.commit()
        return ended

    return begun


def test_sessions_codes_and_tokens_of_before_open_nothing(client, begin):
    a_client()
    citizen = a_citizen()
    signed_in(client, citizen)
    agree(citizen.id)
    party = RelyingParty(client, scope="openid offline_access")
    code, tokens, pushed = party.code(), party.tokens(), reference(party)

    ended = begin()

    assert (ended.authorizations, ended.sessions, ended.requests) == (2, 1, 1)
    assert party.redeem(code).json["error"] == "invalid_grant"
    assert party.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    answer = client.get("/oauth/userinfo", headers={"Authorization": f"Bearer {tokens['access_token']}"})
    assert answer.status_code == 401
    assert "op-login" in ids_in(client.get("/account", follow_redirects=True).text)
    assert open_pushed(party, pushed).status_code == 400


def test_a_code_of_an_app_is_not_accepted_twice_across_eras(begin, clock):
    citizen, operator = a_citizen(totp=TOTP_KEY), an_operator()
    people, staff = Credentials(db.session, clock), Operators(db.session, clock)

    def accepted():
        steps = totp.steps_of(TOTP_KEY, one_time_code(at=clock()), clock())
        return people.spend_step(citizen.id, steps[0]), staff.spend_step(operator.id, steps[0])

    begin()

    assert accepted() == (False, False)
    clock.advance(seconds=totp.STEP_SECONDS)  # a code of the next step may have been used already, too
    assert accepted() == (False, False)
    clock.advance(seconds=totp.STEP_SECONDS)
    assert accepted() == (True, True)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_code_that_was_sent_is_void(begin, monkeypatch):
    monkeypatch.setattr(one_time_codes, "new_digits", lambda _: "123456")
    codes, to = services().doors.one_time_codes, Contact(ContactKind.PHONE, "+84912345678")
    for owner in ("citizen:1", "citizen:2"):
        codes.send(to, Purpose.SIGN_IN, owner, network="192.0.2.1", language="vi")
    assert isinstance(codes.check(Purpose.SIGN_IN, "citizen:1", "123456"), Accepted)

    assert begin().codes == 2

    assert isinstance(codes.check(Purpose.SIGN_IN, "citizen:2", "123456"), CodeOver)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kept", [False, True])
def test_printed_codes_end_unless_none_was_used(begin, kept):
    citizen = a_citizen()
    printed = services().printed_codes.renew(citizen.id)
    db.session.commit()

    begin(keep_recovery_codes=kept)

    assert services().printed_codes.spend(citizen.id, printed[0]) is kept


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_console_and_links_of_operators_end(app, begin, clock):
    caller = at_the_console(app, an_operator())
    now = clock()
    token = InitialAccessToken(
        id="permission",
        digest="d",
        policy={},
        uses=2,
        uses_left=2,
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    db.session.add(token)
    db.session.commit()
    assert caller.get("/admin/").status_code == 200

    ended = begin()

    assert (ended.operator_sessions, ended.links) == (1, 1)
    assert caller.get("/admin/").status_code != 200
    db.session.refresh(token)
    assert token.revoked_at == now


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_letters_of_before_are_not_sent_and_sign_outs_are(begin):
    for kind in (mail.KIND, logout_delivery.KIND):
        services().outbox.add(kind, {"to": "x"}, group=str(uuid.uuid4()))
    db.session.commit()

    assert begin().letters == 1

    found = {entry.kind: entry for entry in db.session.query(OutboxEntry)}
    assert (found[mail.KIND].state, found[mail.KIND].payload_sealed) == ("failed", None)
    assert found[logout_delivery.KIND].state == "pending"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_audit_log_says_what_was_ended_and_nothing_ends_twice(client, begin):
    signed_in(client)

    begin(taken_at="2026-11-02T02:00:00+00:00", seal="s")
    again = begin()

    (first, second) = services().audit_records.named(BackupRestored.name)
    assert (first.details["taken_at"], first.details["sessions"]) == ("2026-11-02T02:00:00+00:00", 1)
    assert set(vars(again).values()) == {0}
    assert "taken_at" not in second.details
