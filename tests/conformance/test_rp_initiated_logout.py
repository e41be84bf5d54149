"""OpenID Connect RP-Initiated Logout 1.0, by clause; hints have `test_rp_initiated_logout_hints.py`."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from idp.config import Settings
from idp.store.db import db
from idp.web.current import services
from tests.builders import REDIRECT_URI, SIGNED_OUT_URI
from tests.conformance.leaving import END_SESSION, confirmed, is_signed_in, resigned, walk
from tests.installation import changed
from tests.pages import ids_in


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return changed(settings, sign_out_wait=timedelta(0))


@pytest.fixture
def id_token(portal) -> str:
    return portal.tokens()["id_token"]


def test_2_1_discovery_names_the_endpoint(portal):
    document = portal.caller.get("/.well-known/openid-configuration").json

    assert document["end_session_endpoint"] == "https://id.anlien.example/oauth/end-session"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_2_a_valid_hint_signs_out_and_leads_back_with_the_state_only(portal, id_token, method):
    answer = walk(
        portal, method, id_token_hint=id_token, post_logout_redirect_uri=SIGNED_OUT_URI, state="một & hai"
    )

    target = urlsplit(answer.location)
    assert target._replace(query="").geturl() == SIGNED_OUT_URI
    assert parse_qs(target.query) == {"state": ["một & hai"]}
    assert not is_signed_in()


def test_3_without_a_state_nothing_is_added(portal, id_token):
    answer = walk(portal, id_token_hint=id_token, post_logout_redirect_uri=SIGNED_OUT_URI)

    assert answer.location == SIGNED_OUT_URI


def test_3_the_query_of_a_registered_address_is_kept(portal, id_token):
    client = services().clients.find("portal")
    with_query = SIGNED_OUT_URI + "?from=sen"
    client.metadata_ = {**client.metadata_, "post_logout_redirect_uris": [with_query]}
    answer = walk(portal, id_token_hint=id_token, post_logout_redirect_uri=with_query, state="s")

    assert answer.location == with_query + "&state=s"


def test_2_client_id_may_be_sent_beside_the_hint(portal, id_token):
    answer = walk(portal, id_token_hint=id_token, client_id="portal", post_logout_redirect_uri=SIGNED_OUT_URI)

    assert answer.location == SIGNED_OUT_URI


def test_2_an_expired_hint_will_do(portal, id_token, clock):
    clock.advance(minutes=30)
    answer = walk(portal, id_token_hint=id_token, post_logout_redirect_uri=SIGNED_OUT_URI)

    assert answer.location == SIGNED_OUT_URI
    assert not is_signed_in()


def test_2_a_hint_signed_by_a_retired_key_will_do(portal, id_token):
    services().rotation.rotate()
    db.session.commit()
    answer = walk(portal, id_token_hint=id_token, post_logout_redirect_uri=SIGNED_OUT_URI)

    assert answer.location == SIGNED_OUT_URI


@pytest.mark.parametrize(
    "address",
    [
        SIGNED_OUT_URI + "?x=1",
        SIGNED_OUT_URI + "#x",
        SIGNED_OUT_URI + "/",
        SIGNED_OUT_URI.upper(),
        SIGNED_OUT_URI.replace("https", "http"),
        REDIRECT_URI,
        "https://evil.example/",
        "javascript:alert(1)",
        "//evil.example/",
    ],
)
def test_3_an_address_that_is_not_registered_to_the_character_is_not_gone_to(portal, id_token, address):
    page = walk(portal, id_token_hint=id_token, post_logout_redirect_uri=address, state="s")

    assert page.status_code == 200
    assert "op-logged-out" in ids_in(page.text)
    assert "evil.example" not in page.text
    assert not is_signed_in()


@pytest.mark.parametrize("parameters", [{}, {"state": "s"}, {"logout_hint": "x", "ui_locales": "en"}])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_2_without_parameters_the_citizen_is_asked(portal, id_token, method, parameters):
    page = walk(portal, method, **parameters)

    assert "logout-confirm" in ids_in(page.text)
    assert "op-logged-out" in ids_in(confirmed(portal, page).text)
    assert not is_signed_in()


def test_2_the_pages_speak_the_language_asked_for(portal, id_token):
    page = walk(portal, ui_locales="en")
    assert '<html lang="en">' in page.text

    assert '<html lang="en">' in confirmed(portal, page).text


def test_3_somebody_who_is_signed_out_already_goes_where_the_application_wants(portal, id_token):
    walk(portal, id_token_hint=id_token)
    answer = walk(portal, id_token_hint=id_token, post_logout_redirect_uri=SIGNED_OUT_URI, state="s")

    assert answer.location == SIGNED_OUT_URI + "?state=s"


def test_4_afterwards_nobody_is_signed_in_silently(portal, id_token):
    walk(portal, id_token_hint=id_token)

    assert portal.answer(prompt="none")["error"] == "login_required"


def test_4_tokens_without_offline_access_end_with_the_session(portal):
    tokens = portal.tokens(scope="openid profile")
    walk(portal, id_token_hint=tokens["id_token"])

    assert portal.userinfo(tokens["access_token"]).status_code == 401


@pytest.mark.parametrize("repeated", ["id_token_hint", "post_logout_redirect_uri", "state", "client_id"])
def test_a_parameter_sent_twice_is_refused(portal, id_token, repeated):
    for send in (
        lambda: portal.caller.get(f"{END_SESSION}?{repeated}=a&{repeated}=b"),
        lambda: portal.caller.post(END_SESSION, data={repeated: ["a", "b"]}),
    ):
        page = send()
        assert page.status_code == 400
        assert "op-error" in ids_in(page.text)
    assert is_signed_in()


@pytest.mark.parametrize(
    "query", ["state=%00", "state=%ff", "state=%ed%a0%80", "&".join("a=b" for _ in range(200))]
)
def test_what_cannot_be_read_is_refused(portal, query):
    assert portal.caller.get(f"{END_SESSION}?{query}").status_code == 400


def test_a_state_too_long_to_carry_does_not_keep_the_citizen_from_signing_out(portal, id_token):
    page = walk(portal, id_token_hint=id_token, post_logout_redirect_uri=SIGNED_OUT_URI, state="s" * 2_000)

    assert "op-logged-out" in ids_in(page.text)
    assert not is_signed_in()


def test_looking_at_the_address_without_opening_it_ends_nothing(portal, id_token):
    answer = portal.caller.head(END_SESSION, query_string={"id_token_hint": id_token})
    portal.caller.head(answer.location)

    assert is_signed_in()


def test_the_hint_does_not_stay_in_the_address(portal, id_token):
    answer = portal.caller.get(END_SESSION, query_string={"id_token_hint": id_token})

    assert answer.status_code == 303
    assert id_token.split(".")[1] not in answer.location


@pytest.mark.parametrize("hint", ["+84900000017", "ai đó", "x" * 5_000, "<script>", "sid"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_2_a_logout_hint_is_neither_followed_nor_an_error(portal, id_token, method, hint):
    page = walk(portal, method, logout_hint=hint)
    assert "logout-confirm" in ids_in(page.text)
    assert hint not in page.text

    walk(portal, method, logout_hint=hint, id_token_hint=id_token)
    assert not is_signed_in()


@pytest.mark.parametrize("client_id", ["portal", "nobody", "", "x" * 3_000])
def test_2_a_client_id_alone_identifies_nobody_and_leads_nowhere(portal, id_token, client_id):
    page = walk(portal, client_id=client_id, post_logout_redirect_uri=SIGNED_OUT_URI, state="s")
    assert "logout-confirm" in ids_in(page.text)
    assert "Ứng dụng đề nghị đăng xuất" not in page.text

    assert SIGNED_OUT_URI not in confirmed(portal, page).text


@pytest.mark.parametrize(
    ("locales", "language"),
    [("en", "en"), ("fr en-GB vi", "en"), ("fr", "vi"), ("", "vi"), ("en_US", "en"), ("x" * 3_000, "vi")],
)
def test_2_ui_locales_choose_among_our_languages_and_are_never_an_error(portal, id_token, locales, language):
    page = walk(portal, id_token_hint=id_token, ui_locales=locales)

    assert "op-logged-out" in ids_in(page.text)
    assert f'<html lang="{language}">' in page.text


def test_2_the_question_names_the_application_whose_hint_is_good(portal, id_token):
    from_another_session = resigned(portal, id_token, sid="another session")
    page = walk(portal, id_token_hint=from_another_session, client_id="portal", logout_hint="x")

    assert "Ứng dụng đề nghị đăng xuất" in page.text
    assert "Cổng dịch vụ công An Liên" in page.text
