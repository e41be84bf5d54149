"""The tables of docs/roles.md, written from the code: `python -m tests.rights.table` puts them there."""

import re

from flask import Flask

from idp.operators.rights import RIGHTS, Reach, Right, Role
from idp.web.admin.permissions import NEEDS
from tests.architecture.source import ROOT
from tests.rights.offered import OFFERED
from tests.rights.places import pages
from tests.rights.programs import API, SCIM, May
from tests.rights.requests import REQUESTS

PAGE = ROOT / "docs" / "roles.md"
WORDS = {Reach.NONE: "–", Reach.OWN: "own", Reach.UNIT: "unit", Reach.ALL: "all"}
TITLES = {
    Role.PROVINCE_ADMINISTRATOR: "province administrator",
    Role.APPROVER: "approver",
    Role.UNIT_ADMINISTRATOR: "unit administrator",
    Role.UNIT_DEVELOPER: "unit developer",
    Role.HELP_DESK: "help desk",
    Role.AUDITOR: "auditor",
    Role.KEY_CUSTODIAN: "key custodian",
}
_BETWEEN = "<!-- {name} -->\n\n{table}\n\n<!-- end of {name} -->"


def rights_table() -> str:
    """Right by role."""
    head = ["right", *TITLES.values()]
    rows = [
        [f"`{right}`", *(WORDS[RIGHTS[role].get(right, Reach.NONE)] for role in TITLES)] for right in Right
    ]
    return _table(head, rows)


def pages_table(app: Flask) -> str:
    """Page by what looking at it and sending its form need."""
    addresses: dict[str, set[str]] = {}
    for rule, _method in pages(app):
        addresses.setdefault(rule.endpoint, set()).add(rule.rule)
    rows = [
        [f"`{' '.join(sorted(addresses[endpoint]))}`", *(f"`{right}`" if right else "–" for right in need)]
        for endpoint, need in NEEDS.items()
        if endpoint in addresses
    ]
    return _table(["page", "to look", "to act"], sorted(rows))


def fields_table() -> str:
    """What people may send in guarded fields: page by role and field."""
    body = [
        [
            f"`{endpoint}`",
            "every role"
            if roles == set(Role)
            else ", ".join(TITLES[role] for role in TITLES if role in roles),
            " ".join(f"`{field}`" for field in sorted(fields)),
        ]
        for endpoint, (roles, fields) in OFFERED.items()
    ]
    return _table(["page", "who, of those who may act there", "guarded fields"], body)


def requests_table() -> str:
    """Who sees a request, decides on it and takes it back: by what it is about and whose it is."""
    body = [
        [what, owner.value, *(words[role] for role in TITLES)] for (what, owner), words in REQUESTS.items()
    ]
    return _table(["request", "whose", *TITLES.values()], body)


def programs_table() -> str:
    """What programs may do: operation by scope, owner and field."""
    rows = [
        [
            f"`{name}`",
            " ".join(f"`sen:{scope}`" for scope in may.scopes),
            may.whose.value,
            _fields(may),
        ]
        for name, may in {**API, **{f"SCIM {place}": may for place, may in SCIM.items()}}.items()
    ]
    return _table(["operation", "scope, any of", "of one unit", "what may be sent"], rows)


def _fields(may: May) -> str:
    return " ".join(field if " " in field else f"`{field}`" for field in may.fields) or "–"


def declared(text: str, name: str) -> str:
    """One table as the document has it."""
    found = re.search(rf"<!-- {name} -->\n\n(.*?)\n\n<!-- end of {name} -->", text, re.DOTALL)
    assert found, f"docs/roles.md has no table of {name}"
    return found[1]


def rows(table: str) -> list[list[str]]:
    """The cells of a table, without its head."""
    lines = table.splitlines()[2:]
    return [[cell.strip().strip("`") for cell in line.strip("|").split("|")] for line in lines]


def written(text: str, app: Flask) -> str:
    """The document with its tables as the code has them."""
    tables = {
        "rights": rights_table(),
        "pages": pages_table(app),
        "requests": requests_table(),
        "fields": fields_table(),
        "programs": programs_table(),
    }
    for name, table in tables.items():
        new = _BETWEEN.format(name=name, table=table)
        text = re.sub(
            rf"<!-- {name} -->.*?<!-- end of {name} -->", lambda _found, new=new: new, text, flags=re.DOTALL
        )
    return text


def _table(head: list[str], body: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _main() -> None:
    import tempfile
    from pathlib import Path

    from idp.config import Settings
    from tests.installation import application

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(env="demo", database_url="sqlite://", data_dir=Path(folder))
        with application(settings) as app:
            PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), app), encoding="utf-8")


if __name__ == "__main__":
    _main()
