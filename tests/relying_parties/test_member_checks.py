"""What is found out about members while they are typed."""

import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import load_pem_x509_certificate

from idp.outbound.addresses import AddressForbidden, Policy
from idp.outbound.http import NoAnswer, Outgoing
from idp.relying_parties.member_checks import CHECKED, LARGEST_LOGO, Finding, MemberChecks, image_type
from idp.relying_parties.redirect_uris import Verdict
from tests.certificates import a_certificate
from tests.moments import START, MovingClock
from tests.receivers import answers, receiver

NAMES = ("Cổng dịch vụ công An Liên",)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 2_000
ADDRESS = "https://app.anlien.example/x"


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    certificate_ends: datetime | None = None


def checks(answer=None, failure=None):
    def get(url, *, accept="", largest=0):
        assert url == ADDRESS
        if failure is not None:
            raise failure
        return answer or Answer()

    return MemberChecks(get, lambda: NAMES, MovingClock())


def found(member, value=ADDRESS, **how):
    return [(each.finding, each.verdict) for each in checks(**how).look(member, value)]


@pytest.mark.parametrize(
    ("name", "finding", "verdict"),
    [
        ("Thư viện tỉnh", Finding.GOOD_NAME, Verdict.OK),
        ("cong dich vu cong  AN LIEN", Finding.SAME_NAME, Verdict.CAUTION),
        ("C0ng djch vu cong An Lien", Finding.GOOD_NAME, Verdict.OK),
        ("C0ng d1ch vvu c0ng An Llen", Finding.GOOD_NAME, Verdict.OK),
        ("C0ng d1ch vu c0ng An Llen", Finding.SAME_NAME, Verdict.CAUTION),
        ("Ｔhư viện", Finding.MIXED_LETTERS, Verdict.NO),
        ("Thư viện\u3164", Finding.HIDDEN_SIGNS, Verdict.NO),
        ("Sở Y tế Аn Liên", Finding.MIXED_LETTERS, Verdict.NO),
        ("+84 hỏi đáp", Finding.FORMULA, Verdict.NO),
        ("Thư\u202eviện", Finding.HIDDEN_SIGNS, Verdict.NO),
    ],
)
@pytest.mark.parametrize("member", ["client_name", "client_name_en"])
def test_names(member, name, finding, verdict):
    assert found(member, name) == [(finding, verdict)]


@pytest.mark.parametrize("member", ["backchannel_logout_uri", "backchannel_client_notification_endpoint"])
def test_an_endpoint_is_there_whatever_it_answers(member):
    assert found(member, answer=Answer(405)) == [(Finding.REACHED, Verdict.OK)]
    assert found(member, answer=Answer(503)) == [(Finding.FAILING, Verdict.CAUTION)]


@pytest.mark.parametrize("member", ["backchannel_logout_uri", "jwks_uri", "logo_uri"])
def test_what_cannot_be_reached_is_told_and_not_refused(member):
    assert found(member, failure=NoAnswer("timeout")) == [(Finding.UNREACHABLE, Verdict.CAUTION)]
    assert found(member, failure=AddressForbidden("no")) == [(Finding.FORBIDDEN, Verdict.CAUTION)]
    assert found(member, "javascript:x") == [(Finding.BAD_ADDRESS, Verdict.NO)]


def keys(*members):
    return Answer(body=json.dumps({"keys": list(members)}).encode())


@pytest.mark.parametrize(
    ("answer", "finding", "verdict"),
    [
        (keys({"kty": "EC", "crv": "P-256"}), Finding.KEYS, Verdict.OK),
        (keys({"kty": "EC", "d": "x"}), Finding.PRIVATE_KEY, Verdict.NO),
        (keys({"kty": "oct", "k": "x"}), Finding.PRIVATE_KEY, Verdict.NO),
        (keys(), Finding.NO_KEYS, Verdict.CAUTION),
        (Answer(body=b"<html>"), Finding.NO_KEYS, Verdict.CAUTION),
        (Answer(body=b'{"keys": 5}'), Finding.NO_KEYS, Verdict.CAUTION),
        (Answer(404, b"[]"), Finding.NO_KEYS, Verdict.CAUTION),
    ],
)
def test_a_key_set(answer, finding, verdict):
    assert found("jwks_uri", answer=answer) == [(finding, verdict)]


def test_a_certificate_in_a_key_set_is_looked_at(tmp_path):
    path, _key = a_certificate(tmp_path, "localhost")
    certificate = load_pem_x509_certificate(path.read_bytes())
    chain = [b64encode(certificate.public_bytes(Encoding.DER)).decode()]
    answer = keys({"kty": "EC", "x5c": chain})
    clock = MovingClock(certificate.not_valid_after_utc - timedelta(days=3))
    looking = MemberChecks(lambda *_a, **_k: answer, lambda: (), clock)

    assert [each.finding for each in looking.look("jwks_uri", ADDRESS)] == [
        Finding.KEYS,
        Finding.CERTIFICATE_ENDS,
    ]


@pytest.mark.parametrize(
    ("days", "findings"),
    [
        (90, []),
        (20, [(Finding.CERTIFICATE_ENDS, Verdict.CAUTION)]),
        (-1, [(Finding.CERTIFICATE_OVER, Verdict.CAUTION)]),
    ],
)
def test_the_certificate_of_an_endpoint(days, findings):
    answer = Answer(200, certificate_ends=START + timedelta(days=days))

    assert found("backchannel_logout_uri", answer=answer)[1:] == findings


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PNG, "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "WebP"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_pictures(body, kind):
    assert image_type(body) == kind
    expected = (Finding.LOGO, Verdict.OK) if kind else (Finding.NO_LOGO, Verdict.NO)
    assert found("logo_uri", answer=Answer(body=body)) == [expected]


@pytest.mark.parametrize("member", [*CHECKED, "state", "redirect_uris"])
def test_nothing_is_said_about_nothing(member):
    assert found(member, "  ") == []


def test_a_member_nobody_checks_is_passed_over():
    assert found("redirect_uris") == []


def test_the_guarded_way_out_serves():
    outgoing = Outgoing(Policy(http=True, loopback=True), seconds=2)
    looking = MemberChecks(outgoing.get, lambda: (), MovingClock())
    with receiver(answers(200, b"x" * (LARGEST_LOGO + 1))) as server:
        (large,) = looking.look("logo_uri", f"{server.address}/logo")
    with receiver(answers(200, PNG)) as server:
        (good,) = looking.look("logo_uri", f"{server.address}/logo")
    (gone,) = looking.look("logo_uri", f"{server.address}/logo")

    assert (large.finding, large.verdict) == (Finding.LARGE_LOGO, Verdict.NO)
    assert (good.finding, good.detail) == (Finding.LOGO, "PNG, 1 KB")
    assert (gone.finding, gone.verdict) == (Finding.UNREACHABLE, Verdict.CAUTION)


def test_an_identifier_that_is_taken_is_told():
    looking = MemberChecks(
        lambda *_a, **_k: Answer(), lambda: (), MovingClock(), lambda name: name == "portal"
    )

    assert [(each.finding, each.verdict) for each in looking.look("client_id", "portal")] == [
        (Finding.TAKEN, Verdict.NO)
    ]
    assert looking.look("client_id", "free") == ()
