"""Reads forms out of a page as a browser without script would, so that a test can fill them in."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass
class Form:
    """One form of a page: where it goes and what it would send; `names` finds a control's name by its id."""

    id: str = ""
    action: str = ""
    method: str = "get"
    fields: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.ids: dict[str, str] = {}
        self._form: Form | None = None
        self._select: str | None = None
        self._textarea: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids[given["id"]] = tag
        if tag == "form":
            method = given.get("method", "get").lower()
            self._form = Form(given.get("id", ""), given.get("action", ""), method)
            self.forms.append(self._form)
        elif self._form is not None and (given.get("name") or tag == "button"):
            self._read_control(tag, given, self._form)
        elif tag == "option" and self._form is not None and self._select is not None:
            self._read_option(given, self._form.fields, self._select)

    def _read_control(self, tag: str, given: dict[str, str], form: Form) -> None:
        kind = given.get("type", "text")
        form.names[given.get("id", "")] = given.get("name", "")
        if tag == "button" or (tag == "input" and kind == "submit"):
            form.buttons.append(given)
        elif tag == "select":
            self._select = given["name"]
        elif tag == "textarea":
            self._textarea = given["name"]
            form.fields[given["name"]] = ""
        elif tag == "input" and (kind not in ("checkbox", "radio") or "checked" in given):
            form.fields[given["name"]] = given.get("value", "on" if kind == "checkbox" else "")

    def _read_option(self, given: dict[str, str], fields: dict[str, str], name: str) -> None:
        # Without a selected one, the first is sent.
        if "selected" in given or name not in fields:
            fields[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._form is not None and self._textarea is not None:
            self._form.fields[self._textarea] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None


def forms_in(html: str, address: str) -> list[Form]:
    """The forms of a page, their actions made absolute against the page's address."""
    reader = _read(html)
    for form in reader.forms:
        form.action = urljoin(address, form.action)
    return reader.forms


def ids_in(html: str) -> set[str]:
    """The ids a page carries: the contract with programs that drive a browser."""
    return set(_read(html).ids)


def form_with(html: str, address: str, *, id: str = "", field: str = "", control: str = "") -> Form:  # noqa: A002
    """The form of that id, or with that field name, or with a control of that id; else the first POST form."""
    forms = forms_in(html, address)
    for form in forms:
        buttons = {each.get(key, "") for each in form.buttons for key in ("id", "name")}
        if control:
            wanted = control in form.names or control in buttons
        elif field:
            wanted = field in {*form.fields, *form.names.values(), *buttons}
        else:
            wanted = form.id == id if id else form.method == "post"
        if wanted:
            return form
    raise AssertionError(f"no form ({id or field or control}) among {forms} in:\n{html[:3000]}")


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    return reader


def code_of(page: str) -> str:
    """The incident code a page shows."""
    found = re.search(r'<strong class="ref"[^>]*>([0-9A-Z]{4}-[0-9A-Z]{4})</strong>', page)
    if found is None:
        raise LookupError("the page shows no incident code")
    return found[1]
