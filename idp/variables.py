"""Typed settings from environment variables: read once, each by its type; a wrong one is told in one sentence."""

import json
import os
import re
from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from datetime import timedelta
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any, Literal, Self, TypeVar, cast, get_args, get_origin

from msgspec import ValidationError, convert

T = TypeVar("T")
Network = IPv4Network | IPv6Network

_SETTING = "setting"
_WORDS = {
    bool: "must be true or false",
    int: "must be a whole number",
    dict: "must be a JSON object",
    timedelta: "must be a duration like PT30S or P7D, or a number of seconds",
    Path | None: "must be a path",
}


class ConfigurationError(Exception):
    """A setting is missing or wrong. The text is one sentence that says what to fix."""


class Secret:
    """A text that no log and no traceback shows."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return "Secret()"

    def reveal(self) -> str:
        """The text itself."""
        return self._text

    def listed(self) -> tuple[str, ...]:
        """The texts of a list that commas or line breaks part: while one secret follows another, both are known."""
        return tuple(part.strip() for part in re.split(r"[,\n]", self._text) if part.strip())


@dataclass(frozen=True)
class Setting:
    """What a setting decides, and what it has to be beyond its type.

    Args:
        default: In force where nothing is given.
        description: For the page of all settings.
        rule: Takes a value of the type and gives the one in force. Raises ValueError with what the setting must be.
        expected: What the setting must be, where naming its type would say too little.
    """

    default: Any
    description: str
    rule: Callable[[Any], Any] | None = None
    expected: str = ""

    def read(self, given: Any, kind: Any) -> Any:
        """The value in force.

        Args:
            given: The text of a variable, or a value that has its type already.
            kind: The setting's type.

        Raises:
            ValueError: It is none of this type, or breaks the rule; the text goes on after the setting's name.
        """
        try:
            value = convert(_from_json(given, kind), kind, strict=False, dec_hook=_made)
        except (ValidationError, json.JSONDecodeError):
            raise ValueError(self.expected or _words(kind)) from None
        if isinstance(value, timedelta) and value < timedelta(0):
            raise ValueError(_words(kind))
        return self.rule(value) if self.rule else value


def setting(
    default: T, description: str, rule: Callable[[Any], Any] | None = None, *, expected: str = ""
) -> T:
    """Declare a setting; see `Setting`."""
    declared = Setting(default, description, rule, expected)
    return field(default_factory=lambda: default, metadata={_SETTING: declared})


@dataclass(frozen=True, kw_only=True)
class Variables:
    """Settings, each an `IDP_…` variable, or the file that `IDP_…_FILE` names. A subclass declares them with `setting`.

    Raises:
        ConfigurationError: A value is wrong; the text says what to fix.
    """

    def __post_init__(self) -> None:
        for each in fields(self):
            try:
                value = _setting_of(each).read(getattr(self, each.name), each.type)
            except ValueError as wrong:
                raise ConfigurationError(f"{_variable(each.name)}: {wrong}.") from None
            object.__setattr__(self, each.name, value)

    @classmethod
    def from_environment(cls, **overrides: Any) -> Self:
        """Read the settings once.

        Args:
            overrides: Values that count instead of variables.

        Raises:
            ConfigurationError: Something is missing or wrong; the text says what to fix.
        """
        given = {name: text for name in cls.described() if (text := _given(_variable(name))) is not None}
        return cls(**{**given, **overrides})

    @classmethod
    def described(cls) -> dict[str, Setting]:
        """Every setting, by name."""
        return {each.name: _setting_of(each) for each in fields(cls)}


def between(least: int, most: int) -> Callable[[int], int]:
    """A rule: numbers within bounds, both included."""

    def rule(value: int) -> int:
        if not least <= value <= most:
            raise ValueError(f"must be a number from {least} to {most}")
        return value

    return rule


def at_least(least: int) -> Callable[[int], int]:
    """A rule: numbers from a bound upwards."""

    def rule(value: int) -> int:
        if value < least:
            raise ValueError(f"must be {least} or more")
        return value

    return rule


def at_most(longest: timedelta) -> Callable[[timedelta], timedelta]:
    """A rule: durations up to a bound."""

    def rule(value: timedelta) -> timedelta:
        if value > longest:
            raise ValueError(f"must be {iso_duration(longest)} at most")
        return value

    return rule


def at_least_for(shortest: timedelta) -> Callable[[timedelta], timedelta]:
    """A rule: durations from a bound upwards."""

    def rule(value: timedelta) -> timedelta:
        if value < shortest:
            raise ValueError(f"must be {iso_duration(shortest)} or more")
        return value

    return rule


def parse_networks(text: str) -> list[Network]:
    """Networks from text like `10.0.0.0/8, 192.0.2.7`, as `IDP_TRUSTED_PROXIES` has it.

    Raises:
        ConfigurationError: One of them is no address.
    """
    try:
        return [ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip()]
    except ValueError as cause:
        raise ConfigurationError(f"IDP_TRUSTED_PROXIES: {cause}.") from cause


def iso_duration(length: timedelta) -> str:
    """A duration as ISO 8601 writes it, in its largest whole unit: `PT90S`, `PT2M`, `P7D`; `PT0.8S` below a second."""
    seconds = length.total_seconds()
    for unit, size, mark in (("D", 86400, "P"), ("H", 3600, "PT"), ("M", 60, "PT")):
        if seconds % size == 0 and seconds >= size:
            return f"{mark}{int(seconds // size)}{unit}"
    return f"PT{f'{seconds:.6f}'.rstrip('0').rstrip('.')}S"


def _setting_of(declared: Field[Any]) -> Setting:
    return cast("Setting", declared.metadata[_SETTING])


def _variable(name: str) -> str:
    return f"IDP_{name.upper()}"


def _given(variable: str) -> str | None:
    """What the environment says of a setting: the variable itself, or the file beside it (a mounted secret)."""
    named = f"{variable}_FILE"
    if not (path := os.environ.get(named)):
        return os.environ.get(variable)
    if variable in os.environ:
        raise ConfigurationError(f"{variable} and {named} are both set; set one of them.")
    try:
        # Editors and `echo` end a file with a line break that belongs to no secret.
        return Path(path).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(f"{named}: {path} cannot be read as text.") from None


def _from_json(given: Any, kind: Any) -> Any:
    return json.loads(given or "{}") if get_origin(kind) is dict and isinstance(given, str) else given


def _made(kind: type, given: Any) -> Any:
    """Types that msgspec does not know: paths and secrets are made of their text."""
    return given if isinstance(given, kind) else kind(given)


def _words(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return f"must be {' or '.join(get_args(kind))}"
    return _WORDS.get(get_origin(kind) or kind, "must be a text")
