"""Small files in fixed places."""


def test_a_weakness_can_be_reported(client):
    answer = client.get("/.well-known/security.txt")

    assert answer.mimetype == "text/plain"
    assert "Contact: tel:19000000" in answer.text
    assert "Expires: 2" in answer.text


def test_password_managers_find_the_way(client):
    assert client.get("/.well-known/change-password").headers["Location"].startswith("/account/")


def test_search_engines_are_kept_out(client):
    assert "Disallow: /" in client.get("/robots.txt").text


def test_browsers_find_an_icon(client):
    assert client.get("/favicon.ico").headers["Location"].endswith("emblem.svg")
