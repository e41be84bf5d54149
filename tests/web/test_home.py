"""The front page, and the pages every footer links to."""

import pytest


@pytest.mark.parametrize("path", ["/", "/help", "/privacy", "/accessibility"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_is_there_in_both_languages(client, path, language):
    answer = client.get(f"{path}?lang={language}")

    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


def test_the_front_page_leads_to_signing_in_and_to_registering(client):
    page = client.get("/").text

    assert 'href="/account' in page
    assert 'href="/register' in page


def test_the_help_page_names_the_real_address(client, settings):
    assert settings.issuer in client.get("/help").text
