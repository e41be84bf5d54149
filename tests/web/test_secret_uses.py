"""The last day of each secret that was shown."""

from datetime import date

from idp.store.db import db
from idp.store.repositories.client_secret_uses import ClientSecretUses
from idp.web.current import services
from idp.web.secret_uses import register_secret_uses
from tests.builders import CLIENT_SECRET, a_client


def shown(secret=CLIENT_SECRET):
    client = services().clients.find("portal")
    return services().client_desk.secrets.matches(client, secret)


def kept():
    db.session.rollback()
    return ClientSecretUses(db.session).of("portal")


def test_a_right_secret_is_noted_with_its_day(app, clock):
    a_client()
    desk = services().client_desk
    notebook = register_secret_uses(app, desk.secrets, desk.secret_uses, clock, every=0)

    assert shown()
    notebook.flush()

    name = desk.secrets.live(services().clients.find("portal"))[0].id
    assert kept() == {name: clock().date()}


def test_a_wrong_secret_is_not(app, clock):
    a_client()
    desk = services().client_desk
    notebook = register_secret_uses(app, desk.secrets, desk.secret_uses, clock, every=0)

    assert not shown("wrong")

    assert notebook.flush() == 0


def test_it_is_noted_once_a_day(app, clock):
    a_client()
    desk = services().client_desk
    notebook = register_secret_uses(app, desk.secrets, desk.secret_uses, clock, every=0)

    assert (shown(), shown(), notebook.flush()) == (True, True, 1)
    clock.advance(days=1)
    assert (shown(), notebook.flush()) == (True, 1)


def test_a_later_day_is_never_replaced(app):
    a_client()
    uses = ClientSecretUses(db.session)

    for day in (date(2026, 11, 2), date(2026, 11, 1)):
        uses.keep([("portal", "s", day)])
        db.session.commit()

    assert kept() == {"s": date(2026, 11, 2)}


def test_a_token_request_is_what_shows_it(app, client, clock):
    a_client("machine", metadata={"grant_types": ["client_credentials"], "response_types": []})
    desk = services().client_desk
    register_secret_uses(app, desk.secrets, desk.secret_uses, clock, every=0)

    answer = client.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=("machine", CLIENT_SECRET),
    )

    assert answer.status_code == 200
    answer.close()
    assert len(ClientSecretUses(db.session).of("machine")) == 1
