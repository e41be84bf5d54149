"""The page of the token decoder: readable without script, and with nothing that could send a token."""

from pathlib import Path

from idp.web.assets import STATIC


def test_it_is_for_everybody(client):
    page = client.get("/developers/decode")

    assert page.status_code == 200
    assert 'id="without-script"' in page.text
    assert "python3 -c" in page.text


def test_its_form_has_no_address_and_its_field_no_name(client):
    text = client.get("/developers/decode").text
    form = text.partition('<form id="decoder"')[2].partition("</form>")[0]

    assert "action" not in form
    assert " name=" not in form
    assert "method" not in form


def test_its_script_makes_no_request():
    script = Path(STATIC / "decoder.js").read_text()

    for way in (
        "fetch",
        "XMLHttpRequest",
        "sendBeacon",
        "WebSocket",
        "import",
        "EventSource",
        ".src",
        "location",
    ):
        assert way not in script, way
