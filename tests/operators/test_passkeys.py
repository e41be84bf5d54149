"""Passkeys of operators: a challenge is answered once, here, by its owner (WebAuthn Level 3, 7.1 and 7.2)."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import select

from idp.operators.passkeys import MOST, Purpose, tidy_name
from idp.operators.webauthn_ceremony import LONGEST_ANSWER, NotProven
from idp.store.db import db
from idp.store.models import OperatorPasskey, PasskeyChallenge
from idp.web.current import services
from tests.citizens.racing import race
from tests.operators.passkey_device import Device


@pytest.fixture
def passkeys(lan):
    return services().operator_desk.passkeys


@pytest.fixture
def device(passkeys, lan):
    """A passkey of lan's."""
    made = Device()
    add(passkeys, lan, made)
    return made


def add(passkeys, operator, device, **wrong):
    options = passkeys.ask_to_make(Purpose.ADD, operator.operator_id, "lan")
    answer = device.make(options, **wrong)
    new = passkeys.prove(Purpose.ADD, operator.operator_id, answer)
    return passkeys.keep(operator.operator_id, new, "laptop")


def test_a_passkey_is_asked_to_name_its_account_and_to_verify_its_owner(passkeys, lan):
    options = passkeys.ask_to_make(Purpose.ADD, lan.operator_id, "lan")

    assert options["rp"] == {"id": "id.anlien.example", "name": "Sen ID"}
    assert options["authenticatorSelection"]["residentKey"] == "required"
    assert options["authenticatorSelection"]["userVerification"] == "required"
    assert options["attestation"] == "none"


def test_a_challenge_is_kept_by_its_digest(passkeys, lan):
    options = passkeys.ask_to_make(Purpose.ADD, lan.operator_id, "lan")
    (row,) = db.session.scalars(select(PasskeyChallenge))

    assert options["challenge"] not in str(vars(row))
    assert (row.purpose, row.operator_id) == ("add", lan.operator_id)


def test_whoever_signs_is_known_without_a_name(passkeys, lan, device):
    options = passkeys.ask_to_sign(Purpose.SIGN_IN)

    assert options["allowCredentials"] == []
    assert options["userVerification"] == "required"
    assert passkeys.whose(Purpose.SIGN_IN, device.sign(options)).id == lan.operator_id
    (row,) = db.session.scalars(select(OperatorPasskey))
    assert row.last_used_at is not None
    assert row.sign_count == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://id.anlien.example.evil.example"},
        {"origin": "http://id.anlien.example"},
        {"host": "evil.example"},
        {"verified": False},
        {"type": "webauthn.create"},
        {"challenge": "AAAA"},
        {"cross_origin": True},
        {"user_handle": "c29tZWJvZHkgZWxzZQ"},
    ],
    ids=str,
)
def test_what_was_not_signed_here_by_its_owner_is_refused(passkeys, device, wrong):
    options = passkeys.ask_to_sign(Purpose.SIGN_IN)

    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, device.sign(options, **wrong))


@pytest.mark.parametrize(
    "wrong",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"verified": False},
        {"type": "webauthn.get"},
        {"challenge": "AAAA"},
        {"cross_origin": True},
    ],
    ids=str,
)
def test_what_was_not_made_here_by_its_owner_is_refused(passkeys, lan, wrong):
    with pytest.raises(NotProven):
        add(passkeys, lan, Device(), **wrong)

    assert passkeys.of(lan.operator_id) == []


def test_an_answer_serves_once(passkeys, device):
    answer = device.sign(passkeys.ask_to_sign(Purpose.SIGN_IN))
    passkeys.whose(Purpose.SIGN_IN, answer)

    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, answer)


def test_a_refused_answer_spends_its_challenge_too(passkeys, device):
    options = passkeys.ask_to_sign(Purpose.SIGN_IN)
    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, device.sign(options, verified=False))

    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, device.sign(options))


def test_a_challenge_serves_its_own_purpose_and_person_only(passkeys, lan, device):
    for_sign_in = device.sign(passkeys.ask_to_sign(Purpose.SIGN_IN))
    with pytest.raises(NotProven):
        passkeys.whose(Purpose.CONFIRM, for_sign_in, lan.operator_id)

    for_another = device.sign(passkeys.ask_to_sign(Purpose.CONFIRM, "another"))
    with pytest.raises(NotProven):
        passkeys.whose(Purpose.CONFIRM, for_another, lan.operator_id)


def test_a_challenge_is_answered_within_five_minutes(passkeys, device, clock):
    answer = device.sign(passkeys.ask_to_sign(Purpose.SIGN_IN))
    clock.advance(minutes=5)

    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, answer)


@pytest.mark.parametrize("step", [0, -1])
def test_a_count_that_does_not_grow_is_a_copy(passkeys, device, step):
    passkeys.whose(Purpose.SIGN_IN, device.sign(passkeys.ask_to_sign(Purpose.SIGN_IN), step=7))

    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, device.sign(passkeys.ask_to_sign(Purpose.SIGN_IN), step=step))


def test_a_passkey_that_never_counts_may_be_used_again(passkeys, device):
    for _ in range(2):
        assert passkeys.whose(Purpose.SIGN_IN, device.sign(passkeys.ask_to_sign(Purpose.SIGN_IN), step=0))


def test_a_signature_by_another_key_is_refused(passkeys, device):
    thief = Device(credential_id=device.credential_id, user_handle=device.user_handle)

    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, thief.sign(passkeys.ask_to_sign(Purpose.SIGN_IN)))


def test_an_unknown_passkey_is_refused(passkeys, device):
    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, Device().sign(passkeys.ask_to_sign(Purpose.SIGN_IN)))


def test_a_known_passkey_is_not_added_twice(passkeys, lan, device):
    options = passkeys.ask_to_make(Purpose.ADD, lan.operator_id, "lan")
    assert len(options["excludeCredentials"]) == 1

    with pytest.raises(NotProven):
        add(passkeys, lan, device)


def test_nobody_has_more_than_a_few(passkeys, lan):
    for _ in range(MOST):
        add(passkeys, lan, Device())

    with pytest.raises(NotProven):
        add(passkeys, lan, Device())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        '"x"',
        "x" * (LONGEST_ANSWER + 1),
        "[" * 20_000,
        '{"rawId": "é", "response": {"clientDataJSON": "AA"}}',
        '{"rawId": "AA", "response": {"clientDataJSON": "bnVsbA"}}',
        '{"rawId": 1, "response": {"clientDataJSON": 1}}',
        json.dumps({"rawId": "AA", "response": {"clientDataJSON": "e30"}}),
    ],
    ids=range(11),
)
def test_what_is_no_answer_is_refused(passkeys, text):
    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, text)


@pytest.mark.parametrize("part", ["authenticatorData", "signature", "clientDataJSON"])
@pytest.mark.parametrize("value", ["", "AA", "////", None, 7])
def test_a_broken_answer_is_refused(passkeys, device, part, value):
    document = json.loads(device.sign(passkeys.ask_to_sign(Purpose.SIGN_IN)))
    document["response"][part] = value

    with pytest.raises(NotProven):
        passkeys.whose(Purpose.SIGN_IN, json.dumps(document))


@pytest.mark.parametrize("value", ["", "AA", "oA", None, 7])
def test_a_broken_passkey_is_refused(passkeys, lan, value):
    document = json.loads(Device().make(passkeys.ask_to_make(Purpose.ADD, lan.operator_id, "lan")))
    document["response"]["attestationObject"] = value

    with pytest.raises(NotProven):
        passkeys.prove(Purpose.ADD, lan.operator_id, json.dumps(document))


def test_a_passkey_beside_an_app_may_go(passkeys, lan, device):
    (row,) = passkeys.of(lan.operator_id)

    assert passkeys.remove(lan.operator_id, row.id)
    assert passkeys.of(lan.operator_id) == []


def test_the_last_factor_stays(passkeys, lan, device):
    operator = services().operator_desk.accounts.find(lan.operator_id)
    operator.totp_sealed = None
    db.session.commit()
    first, second = passkeys.of(lan.operator_id)[0].id, add(passkeys, lan, Device())

    assert passkeys.remove(lan.operator_id, first)
    assert not passkeys.remove(lan.operator_id, second)


def test_nobody_removes_or_renames_anothers(passkeys, lan, device):
    (row,) = passkeys.of(lan.operator_id)

    assert not passkeys.remove("another", row.id)
    assert not passkeys.rename("another", row.id, "mine")


def test_an_answer_serves_one_of_two_at_once(app, passkeys, device):
    answer = device.sign(passkeys.ask_to_sign(Purpose.SIGN_IN), step=0)

    def use(_place):
        try:
            return bool(services().operator_desk.passkeys.whose(Purpose.SIGN_IN, answer))
        except NotProven:
            return False

    assert sorted(race(app, 2, use)) == [False, True]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("", "passkey"), ("  my\n phone ", "my phone"), ("\x00\u202e", "passkey"), ("x" * 99, "x" * 60)],
)
def test_names_are_tidy(typed, kept):
    assert tidy_name(typed) == kept


def test_a_server_that_sees_no_passkey_does_not_load_the_library():
    script = "import sys, idp.services, idp.operators.webauthn_ceremony; print('webauthn' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"
