"""Why a redirect URI did not fit: the nearest registered one, and the difference."""

import time

import pytest

from idp.relying_parties.mismatch import Difference, explain_mismatch

KNOWN = "https://suckhoe.anlien.example/oidc/callback"


@pytest.mark.parametrize(
    ("received", "difference"),
    [
        (KNOWN + "/", Difference.TRAILING_SLASH),
        (KNOWN + " ", Difference.SPACES),
        ("https://suckhoe.anlien.example/OIDC/callback", Difference.CASE),
        ("http://suckhoe.anlien.example/oidc/callback", Difference.SCHEME),
        ("https://suckhoe.anlien.example:8443/oidc/callback", Difference.PORT),
        ("https://www.suckhoe.anlien.example/oidc/callback", Difference.HOST),
        ("https://suckhoe.anlien.example/oidc/calback", Difference.PATH),
        ("https://suckhoe.anlien.example/oidc/callback?x=1", Difference.QUERY),
        ("https://suckhoe.anlien.example/oidc/callback#x", Difference.FRAGMENT),
        ("https://a@suckhoe.anlien.example/oidc/callback", Difference.USERINFO),
        ("https://[/oidc/callback", Difference.OTHER),
    ],
)
def test_the_difference_is_named(received, difference):
    found = explain_mismatch(received, [KNOWN])

    assert (found.nearest, found.difference) == (KNOWN, difference)


def test_the_first_character_that_differs_is_told():
    assert explain_mismatch("https://suckhoe.anlien.example/x", [KNOWN]).position == len(
        "https://suckhoe.anlien.example/"
    )


def test_the_most_like_of_several_is_chosen():
    others = ["https://portal.anlien.example/callback", KNOWN, "http://localhost:8002/callback"]

    assert explain_mismatch("http://localhost:8003/callback", others).nearest == others[2]
    assert explain_mismatch("https://suckhoe.anlien.example/oidc", others).nearest == KNOWN


def test_without_registered_ones_there_is_no_nearest():
    assert explain_mismatch(KNOWN, []).nearest is None


def test_a_stranger_cannot_burn_time():
    began = time.thread_time()

    explain_mismatch("a" * 16_000, ["a" * 1_999 + str(number) for number in range(50)])

    assert time.thread_time() - began < 0.5
