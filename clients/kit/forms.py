"""The fields of a form, described as data, and what is wrong with what was typed into them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from clients.kit.language import HERE
from clients.kit.language import gettext as _

_LINE_BREAKS = "\n\r\t"


@dataclass(frozen=True)
class Field:
    """One question.

    Args:
        name: In the form and in what is kept.
        label: The question, by language.
        hint: An example or help, by language.
        kind: One line, several, a day to come, a number, or one of `choices`.
        required: Whether it must be answered.
        most: How many characters at most.
        choices: The possible answers, by key and language.
    """

    name: str
    label: dict[str, str]
    hint: dict[str, str] | None = None
    kind: Literal["line", "long", "day", "number", "choice"] = "line"
    required: bool = True
    most: int = 300
    choices: dict[str, dict[str, str]] = field(default_factory=dict)


def read_form(fields: Iterable[Field], sent: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed, as it was typed, and what is wrong with it.

    Args:
        fields: The questions.
        sent: The form.

    Returns:
        Answers by name, and errors by name.
    """
    known = list(fields)
    answers = {each.name: " ".join(sent.get(each.name, "").split(" ")).strip()[:4_000] for each in known}
    errors = {each.name: fault for each in known if (fault := fault_of(each, answers[each.name]))}
    return answers, errors


def fault_of(asked: Field, answer: str) -> str | None:
    """What is wrong with an answer, as a sentence; None when it is good."""
    if not answer:
        return _("Vui lòng nhập mục này.") if asked.required else None
    if len(answer) > asked.most:
        return _("Mục này dài quá %(most)s ký tự.", most=asked.most)
    if not all(sign.isprintable() or sign in _LINE_BREAKS for sign in answer):
        return _("Mục này có ký tự không dùng được.")
    if asked.kind == "choice" and answer not in asked.choices:
        return _("Vui lòng chọn một trong các mục.")
    return _fault_of_day(answer) if asked.kind == "day" else None


def day_of(text: str) -> date | None:
    """The day somebody means; None when it is none."""
    parts = re.fullmatch(r"\s*(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4})\s*", text, re.ASCII)
    if parts is None:
        return None
    day, month, year = (int(part) for part in parts.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _fault_of_day(answer: str) -> str | None:
    meant = day_of(answer)
    if meant is None:
        return _("Vui lòng nhập ngày dạng ngày/tháng/năm, ví dụ 08/03/2027.")
    return _("Ngày này đã qua.") if meant < datetime.now(HERE).date() else None
