"""Operators of every role, and a browser in which one of them is at the console. Needs an app context."""

import re
import uuid
from datetime import datetime
from typing import Any

from flask import Flask
from sqlalchemy import select

from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import Operator, OutboxEntry
from idp.web.current import services, settings
from tests.builders import TOTP_KEY, _hashed
from tests.caller import Caller
from tests.moments import START

OPERATOR_PASSWORD = "ba con vịt bơi ngược dòng"
HOST = "id.anlien.example"


def an_operator(
    username: str = "lan",
    role: Role = Role.PROVINCE_ADMINISTRATOR,
    unit: str | None = None,
    *,
    address: str | None = None,
    **columns: Any,
) -> Operator:
    """An active operator with an authenticator app; its key is `TOTP_KEY`."""
    desk = services().operator_desk
    operator = Operator(
        id=str(uuid.uuid4()),
        username=username,
        role=role.value,
        unit=unit,
        password_hash=_hashed(OPERATOR_PASSWORD),
        created_at=START,
        updated_at=START,
        **{**_with_app(), **(desk.addresses.columns(address) if address else {}), **columns},
    )
    db.session.add(operator)
    db.session.commit()
    return operator


def _with_app() -> dict[str, Any]:
    return {"totp_sealed": services().sealer.seal_text(TOTP_KEY, "operator.totp_sealed")}


def at_the_console(app: Flask, operator: Operator) -> Caller:
    """A browser in which an operator has just signed in."""
    opened = services().operator_desk.sessions.start(operator, None)
    db.session.commit()
    caller = app.test_client()
    assert isinstance(caller, Caller)
    caller.set_cookie(settings().cookie_name("operator"), opened.cookie, domain=HOST, secure=True)
    return caller


def letters() -> list[tuple[str, str, str]]:
    """Mail that waits to be sent, in no order: address, subject, text."""
    return [letter for _, letter in _waiting_mail()]


def newest_letter() -> tuple[str, str, str]:
    """The letter written last: address, subject, text. One alone has its moment, or there is no last one."""
    mail = _waiting_mail()
    newest = max(written for written, _ in mail)
    (letter,) = (letter for written, letter in mail if written == newest)
    return letter


def _waiting_mail() -> list[tuple[datetime, tuple[str, str, str]]]:
    entries = db.session.scalars(select(OutboxEntry).where(OutboxEntry.kind == "mail")).all()
    seal = services().sealer
    opened = [seal.open_json(entry.payload_sealed, "outbox.payload_sealed") for entry in entries]
    return [
        (entry.created_at, (letter["to"], letter["subject"], letter["text"]))
        for entry, letter in zip(entries, opened, strict=True)
    ]


def link_in(text: str) -> str:
    """The address of the link in a letter, without the host."""
    found = re.search(r"https://[^/]+(/\S+\?link=\S+)", text)
    assert found, text
    return found[1]


def secret_in(text: str) -> str:
    """The secret of the link in a letter."""
    return link_in(text).partition("link=")[2]
