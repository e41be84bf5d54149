"""Addresses checked while they are typed."""

import pytest

from tests.web.admin.test_console import form_token


def ask(console, **data):
    token = console.get("/admin/clients/new/web").text.partition('name="csrf_token"')[2]
    data["csrf_token"] = token.partition('value="')[2].partition('"')[0]
    return console.post("/admin/clients/check-redirect", data=data)


def test_the_verdicts_come_as_a_piece_of_a_page(console):
    answer = ask(console, uri="https://*.anlien.example/cb")

    assert answer.status_code == 200
    assert '<li class="no" data-rule="wildcard">có ký tự đại diện *' in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"uri": "https://a.example/cb"}, 'class="ok"'),
        ({"uri": "http://localhost/cb"}, 'class="ca"'),
        ({"uri": "vn.a.b:/cb", "kind": "native"}, 'class="ok"'),
        ({"uri": "vn.a.b:/cb", "kind": "web"}, 'class="no"'),
        ({"uri": "https://a.example/" + "x" * 9_000}, 'data-rule="length"'),
        ({"uri": "javascript:<script>alert(1)</script>"}, 'data-rule="scheme"'),
        ({"uri": "https://a.example/\0"}, 'class="no"'),
    ],
)
def test_each_verdict_has_its_mark(console, data, shown):
    answer = ask(console, **data)

    assert shown in answer.text
    assert "<script>" not in answer.text


def test_nothing_typed_says_nothing(console):
    assert "<li" not in ask(console, uri="  ").text
    assert "<li" not in ask(console).text


def test_strangers_get_no_verdict(client, lan):
    answer = client.post("/admin/clients/check-redirect", data={"uri": "x", "csrf_token": form_token(client)})

    assert answer.status_code == 303
