"""The few lines by which an application is connected, for each stack, filled in with its own settings."""

from typing import NamedTuple
from urllib.parse import urlsplit

from flask import render_template

from idp.relying_parties.kinds import kind_of
from idp.store.models import Client


class Stack(NamedTuple):
    """A language with the library that is shown for it."""

    name: str
    title: str
    kinds: tuple[str, ...]


class Snippet(NamedTuple):
    """Some lines to copy."""

    stack: Stack
    text: str


STACKS = (
    Stack("python", "Python · Flask, Authlib", ("web",)),
    Stack("node", "Node.js · openid-client", ("web",)),
    Stack("java", "Java · Spring Boot", ("web",)),
    Stack("csharp", "C# · ASP.NET Core", ("web",)),
    Stack("php", "PHP · jumbojett/openid-connect-php", ("web",)),
    Stack("go", "Go · coreos/go-oidc", ("web",)),
    Stack("browser", "JavaScript · openid-client", ("spa",)),
    Stack("android", "Android · AppAuth", ("native",)),
)
"""Each is a template in `developers/snippets/`. What a kind of application cannot use is not shown for it."""

EXAMPLE: dict[str, object] = {
    "client_id": "library",
    "redirect_uri": "https://library.example/callback",
    "scopes": ("openid", "profile"),
}
"""An invented application, for the guide."""


def snippets_for(issuer: str, client: Client) -> list[Snippet]:
    """The snippets for one application; none where a program cannot sign people in."""
    known = client.metadata_
    redirect_uris = known.get("redirect_uris") or []
    values: dict[str, object] = {
        "client_id": client.client_id,
        "redirect_uri": redirect_uris[0] if redirect_uris else "",
        "scopes": tuple(str(known.get("scope", "openid")).split()),
    }
    return [_snippet(stack, issuer, values) for stack in STACKS if kind_of(client) in stack.kinds]


def example_snippets(issuer: str) -> list[Snippet]:
    """All of them, for the guide."""
    return [_snippet(stack, issuer, EXAMPLE) for stack in STACKS]


def _snippet(stack: Stack, issuer: str, values: dict[str, object]) -> Snippet:
    path = urlsplit(str(values["redirect_uri"])).path
    text = render_template(
        f"developers/snippets/{stack.name}.txt", issuer=issuer, callback_path=path, **values
    )
    return Snippet(stack, text.strip())
