"""The file of a configuration: units and applications, each whole. What is not understood is refused."""

import json
from dataclasses import dataclass, field
from typing import Any

from idp.declared.references import Reference, reference
from idp.relying_parties.states import State

VERSION = 1
_DECLARED_STATES = tuple(state.value for state in State)
_OF_UNITS = {"name", "name_en", "kind", "domains"}


class Unreadable(Exception):
    """The file cannot be used. The text is one sentence that names the place."""


@dataclass(frozen=True)
class DeclaredUnit:
    """A unit as the file has it."""

    name: str
    name_en: str = ""
    kind: str = "department"
    domains: tuple[str, ...] = ()

    def written(self) -> dict[str, Any]:
        """As the file has it."""
        return {"name": self.name, "name_en": self.name_en, "kind": self.kind, "domains": list(self.domains)}


@dataclass(frozen=True)
class DeclaredClient:
    """An application as the file has it.

    Args:
        client_id: Which.
        members: Its whole registration, by the names of `idp client add`.
        state: Where it stands in its life.
        secrets: Where its secrets are, newest first; None leaves those it has.
    """

    client_id: str
    members: dict[str, Any] = field(default_factory=dict)
    state: State = State.LIVE
    secrets: tuple[Reference, ...] | None = None

    def written(self) -> dict[str, Any]:
        """As the file has it."""
        secrets = {} if self.secrets is None else {"secrets": [each.written() for each in self.secrets]}
        return {"client_id": self.client_id, "state": self.state.value, **self.members, **secrets}


@dataclass(frozen=True)
class Declaration:
    """Everything the file says."""

    units: tuple[DeclaredUnit, ...] = ()
    clients: tuple[DeclaredClient, ...] = ()

    def written(self) -> str:
        """The file: JSON, in one order, so that two exports of one installation are the same text."""
        document = {
            "version": VERSION,
            "units": [each.written() for each in sorted(self.units, key=lambda unit: unit.name)],
            "clients": [each.written() for each in sorted(self.clients, key=lambda client: client.client_id)],
        }
        return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=False) + "\n"


def read(text: str) -> Declaration:
    """Read a file.

    Raises:
        Unreadable: Something in it is not understood.
    """
    try:
        document = json.loads(text)
    except ValueError as error:
        raise Unreadable(f"The file is not JSON: {error}.") from None
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise Unreadable(f'The file must be an object with "version": {VERSION}.')
    if unknown := set(document) - {"version", "units", "clients"}:
        raise Unreadable(f"{min(unknown)} is not understood.")
    units = tuple(_unit(each, f"units[{place}]") for place, each in enumerate(_list(document, "units")))
    clients = tuple(
        _client(each, f"clients[{place}]") for place, each in enumerate(_list(document, "clients"))
    )
    _once([unit.name for unit in units], "units")
    _once([client.client_id for client in clients], "clients")
    return Declaration(units, clients)


def _list(document: dict[str, Any], name: str) -> list[Any]:
    found = document.get(name, [])
    if not isinstance(found, list):
        raise Unreadable(f"{name} must be a list.")
    return found


def _unit(document: Any, place: str) -> DeclaredUnit:
    if not isinstance(document, dict) or not isinstance(document.get("name"), str):
        raise Unreadable(f"{place} must be an object with a name.")
    if unknown := set(document) - _OF_UNITS:
        raise Unreadable(f"{place}.{min(unknown)} is not understood.")
    domains = document.get("domains", [])
    if not isinstance(domains, list) or not all(isinstance(each, str) for each in domains):
        raise Unreadable(f"{place}.domains must be a list of host names.")
    texts = {name: document.get(name) or "" for name in ("name_en", "kind")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise Unreadable(f"{place}: name_en and kind must be text.")
    return DeclaredUnit(
        document["name"], texts["name_en"], texts["kind"] or "department", tuple(sorted(domains))
    )


def _client(document: Any, place: str) -> DeclaredClient:
    if not isinstance(document, dict) or not isinstance(document.get("client_id"), str):
        raise Unreadable(f"{place} must be an object with a client_id.")
    if "client_secret" in document:
        raise Unreadable(f"{place}.client_secret: secrets are not kept here; say where they are in secrets.")
    state = document.get("state", State.LIVE.value)
    if state not in _DECLARED_STATES:
        raise Unreadable(f"{place}.state must be one of {', '.join(_DECLARED_STATES)}.")
    members = {
        name: value for name, value in document.items() if name not in ("client_id", "state", "secrets")
    }
    return DeclaredClient(
        document["client_id"], members, State(state), _secrets(document.get("secrets"), place)
    )


def _secrets(document: Any, place: str) -> tuple[Reference, ...] | None:
    if document is None:
        return None
    found = [reference(each) for each in document] if isinstance(document, list) else [None]
    references = tuple(each for each in found if each is not None)
    if len(references) != len(found) or not references:
        raise Unreadable(f'{place}.secrets must be a list of {{"env": "NAME"}} or {{"file": "PATH"}}.')
    return references


def _once(names: list[str], what: str) -> None:
    for name in names:
        if names.count(name) > 1:
            raise Unreadable(f"{what}: {name} is there twice.")
