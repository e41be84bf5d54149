"""`idp/registry/mock/app.py`: the HTTP face, and that nothing thrown at it makes it fall."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idp.registry.mock.app import LARGEST_QUESTION, QUESTIONS, create_app
from idp.registry.mock.consumers import DEMO_KEY
from idp.registry.mock.population import Population
from idp.registry.mock.register import Register
from idp.registry.mock.signing import Signer
from idp.registry.mock.simulation import PROFILES
from idp.registry.signatures import RegisterKeys
from tests.moments import MovingClock

SIGNER = Signer("test")
KEYS = RegisterKeys(json.dumps(SIGNER.public_jwks()))
HEADERS = {"Authorization": f"Bearer {DEMO_KEY}"}
BODY = {
    "request_id": "request-00000001",
    "procedure": "dang-ky-tai-khoan",
    "officer": "cong-dan",
    "id_no": "098172000101",
    "name": "Trần Thị Bảy",
    "birth": "1972-03-08",
}
WEB = create_app(Register(Population("tiny"), clock=MovingClock()), SIGNER).test_client()


@pytest.fixture
def web(register):
    return create_app(register, SIGNER).test_client()


def opened(response):
    return KEYS.open(response.data)


def test_every_answer_is_signed_and_echoes_its_request(web):
    response = web.post("/v1/xac-nhan", json=BODY, headers=HEADERS)

    assert response.status_code == 200
    assert response.content_type == "application/jose"
    assert opened(response)["request_id"] == BODY["request_id"]
    assert opened(response)["result"] == "khop"


def test_no_such_number_and_another_name_look_alike(web):
    nobody = web.post("/v1/xac-nhan", json=BODY | {"id_no": "098172999999"}, headers=HEADERS)
    another = web.post(
        "/v1/xac-nhan", json=BODY | {"name": "Võ Thị Sáu", "request_id": "request-00000002"}, headers=HEADERS
    )

    assert nobody.status_code == another.status_code
    assert len(nobody.data) == len(another.data)
    assert dict(nobody.headers) == dict(another.headers)
    assert opened(nobody) | {"request_id": ""} == opened(another) | {"request_id": ""}


@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {DEMO_KEY}"}]
)
@pytest.mark.parametrize("path", [*(f"/v1/{question}" for question in QUESTIONS)])
def test_nothing_is_answered_without_a_key(web, path, headers):
    response = web.post(path, json=BODY, headers=headers)

    assert response.status_code == 401
    assert opened(response)["code"] == "006"


@pytest.mark.parametrize("path", ["/v1/su-kien", "/v1/danh-muc/dan-toc"])
def test_feeds_and_catalogues_need_a_key_too(web, path):
    assert web.get(f"{path}?request_id=request-00000001").status_code == 401
    assert web.get(f"{path}?request_id=request-00000001", headers=HEADERS).status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe",
        b'{"request_id":',
        b"[" * 5000,
        b'{"request_id": "\\ud800aaaaaaa"}',
    ],
)
def test_a_body_that_is_none_is_malformed(web, data):
    response = web.post("/v1/xac-nhan", data=data, headers=HEADERS)

    assert response.status_code == 400
    assert opened(response)["code"] == "003"


def test_a_question_larger_than_any_honest_one_is_refused(web):
    assert web.post("/v1/xac-nhan", data=b"x" * (LARGEST_QUESTION + 1), headers=HEADERS).status_code == 413


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    question=st.sampled_from(QUESTIONS),
    changes=st.dictionaries(
        st.sampled_from([*BODY, "old_id", "passport", "legal_reference", "fields", "former", "current"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.text(max_size=30) | st.floats(allow_nan=False),
            lambda inner: st.lists(inner, max_size=3),
            max_leaves=3,
        ),
    ),
)
def test_nothing_in_a_question_breaks_the_register(question, changes):
    response = WEB.post(f"/v1/{question}", json=BODY | changes, headers=HEADERS)

    assert response.status_code < 500
    assert opened(response)["code"] != "000" or not changes or "id_no" not in changes


def test_health_and_keys_are_open_to_all(web):
    assert opened(web.get("/suc-khoe"))["people"] == 34
    assert web.get("/healthz").status_code == 200
    assert web.get("/.well-known/jwks.json").json == SIGNER.public_jwks()


def test_a_busy_register_says_when_to_come_back(web, register):
    register.simulation.switch(PROFILES["maintenance"])
    response = web.post("/v1/xac-nhan", json=BODY, headers=HEADERS)

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "600"
