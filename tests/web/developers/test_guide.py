"""The guide: for everybody, in both languages, with the paragraphs that incidents lead to."""

import pytest

from idp.web.developers.guide import CHAPTERS, paragraph_about

NAMES = [each.name for each in CHAPTERS]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_every_chapter_is_for_everybody(client, name, language):
    address = "/developers" if name == "start" else f"/developers/guide/{name}"
    answer = client.get(f"{address}?lang={language}")

    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("name", ["nothing", "start", "../frame"])
def test_there_is_no_other_chapter(client, name):
    assert client.get(f"/developers/guide/{name}").status_code == 404


@pytest.mark.parametrize(
    ("reason", "anchor"),
    [
        ("invalid_request: The redirect_uri is not one of those registered for the client.", "redirect-uri"),
        ("invalid_request: PKCE is required: code_challenge is missing.", "pkce"),
        ("invalid_target: The resource is not one this client may have a token for.", "error-invalid_target"),
        ("no such waiting request", "request-too-old"),
        ("something else altogether", "incident-codes"),
    ],
)
def test_an_incident_leads_to_a_paragraph_that_is_there(app, client, reason, anchor):
    with app.test_request_context():
        address = paragraph_about(reason)

    assert address.endswith(f"/developers/guide/errors#{anchor}")
    assert f'id="{anchor}"' in client.get("/developers/guide/errors").text
