"""Settings from environment variables: each by its type, a wrong one in one sentence."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest

from idp.variables import (
    ConfigurationError,
    Secret,
    Variables,
    at_least,
    at_most,
    between,
    iso_duration,
    setting,
)


def _even(value: int) -> int:
    if value % 2:
        raise ValueError("must be even")
    return value


@dataclass(frozen=True, kw_only=True)
class Some(Variables):
    kind: Literal["small", "large"] = setting("small", "Size.")
    name: str = setting("", "Name.")
    count: int = setting(4, "How many.", _even)
    port: int = setting(80, "Port.", between(1, 99))
    tries: int = setting(1, "Tries.", at_least(1))
    loud: bool = setting(False, "Noise.")
    wait: timedelta = setting(timedelta(seconds=5), "Pause.", at_most(timedelta(minutes=1)))
    folder: Path = setting(Path("here"), "Folder.")
    extra: Path | None = setting(None, "Another.")
    word: Secret = setting(Secret("open sesame"), "Pass word.")
    keys: dict[str, Any] = setting({}, "Keys.", expected="must be an object of keys")


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("kind", "large", "large"),
        ("name", "7", "7"),
        ("count", "8", 8),
        ("loud", "true", True),
        ("loud", "False", False),
        ("loud", "1", True),
        ("loud", "0", False),
        ("wait", "PT30S", timedelta(seconds=30)),
        ("wait", "PT0.5S", timedelta(seconds=0.5)),
        ("wait", "20", timedelta(seconds=20)),
        ("wait", "0", timedelta(0)),
        ("folder", "/var/lib", Path("/var/lib")),
        ("extra", "/var/lib", Path("/var/lib")),
        ("keys", '{"a": 1}', {"a": 1}),
        ("keys", "", {}),
    ],
)
def test_a_variable_is_read_by_its_type(monkeypatch, name, text, value):
    monkeypatch.setenv(f"IDP_{name.upper()}", text)

    assert getattr(Some.from_environment(), name) == value


@pytest.mark.parametrize(
    ("name", "given", "told"),
    [
        ("kind", "huge", "must be small or large"),
        ("name", 7, "must be a text"),
        ("count", "7", "must be even"),
        ("count", "seven", "must be a whole number"),
        ("count", "", "must be a whole number"),
        ("count", True, "must be a whole number"),
        ("port", "0", "must be a number from 1 to 99"),
        ("port", "100", "must be a number from 1 to 99"),
        ("tries", "0", "must be 1 or more"),
        ("loud", "perhaps", "must be true or false"),
        ("wait", "soon", "must be a duration like PT30S or P7D, or a number of seconds"),
        ("wait", "-PT5S", "must be a duration like PT30S or P7D, or a number of seconds"),
        ("wait", "61", "must be PT1M at most"),
        ("keys", "{", "must be an object of keys"),
        ("keys", "[]", "must be an object of keys"),
    ],
)
def test_a_wrong_one_is_named_with_what_it_must_be(name, given, told):
    with pytest.raises(ConfigurationError) as refused:
        Some(**{name: given})

    assert str(refused.value) == f"IDP_{name.upper()}: {told}."


def test_bounds_themselves_are_allowed():
    assert Some(port=1).port == 1
    assert Some(port=99).port == 99
    assert Some(tries=1).tries == 1
    assert Some(wait=timedelta(minutes=1)).wait == timedelta(minutes=1)


def test_what_is_said_in_python_counts_instead_of_the_variable(monkeypatch):
    monkeypatch.setenv("IDP_COUNT", "8")
    monkeypatch.setenv("IDP_PORT", "9")

    assert Some.from_environment(count=6) == Some(count=6, port=9, word=Some.described()["word"].default)
    assert Some().count == 4


def test_nobody_sees_a_secret_who_does_not_ask(monkeypatch):
    monkeypatch.setenv("IDP_WORD", "very private")
    read = Some.from_environment()

    assert read.word.reveal() == "very private"
    assert "private" not in f"{read} {read!r} {read.word} {read.word!r}"


def test_a_setting_is_read_from_the_file_that_its_other_variable_names(monkeypatch, tmp_path):
    file = tmp_path / "word"
    file.write_text("from a file\n")
    monkeypatch.setenv("IDP_WORD_FILE", str(file))

    assert Some.from_environment().word.reveal() == "from a file"


def test_what_a_file_holds_is_checked_as_well(monkeypatch, tmp_path):
    file = tmp_path / "count"
    file.write_text("7\n")
    monkeypatch.setenv("IDP_COUNT_FILE", str(file))

    with pytest.raises(ConfigurationError, match=r"^IDP_COUNT: must be even\.$"):
        Some.from_environment()


def test_a_variable_and_its_file_are_not_both_believed(monkeypatch, tmp_path):
    monkeypatch.setenv("IDP_WORD", "one")
    monkeypatch.setenv("IDP_WORD_FILE", str(tmp_path / "other"))

    with pytest.raises(ConfigurationError) as refused:
        Some.from_environment()

    assert str(refused.value) == "IDP_WORD and IDP_WORD_FILE are both set; set one of them."


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_file_that_cannot_be_read_stops_the_start(monkeypatch, tmp_path, content):
    file = tmp_path / "word"
    if content is not None:
        file.write_bytes(content)
    monkeypatch.setenv("IDP_WORD_FILE", str(file))

    with pytest.raises(ConfigurationError) as refused:
        Some.from_environment()

    assert str(refused.value) == f"IDP_WORD_FILE: {file} cannot be read as text."


@pytest.mark.parametrize("text", ["one,two", "one\ntwo\n", " one ,\n two,"])
def test_a_list_of_secrets_is_parted_by_commas_or_line_breaks(text):
    assert Secret(text).listed() == ("one", "two")


def test_a_default_cannot_be_changed_through_one_that_was_read():
    Some().keys["a"] = 1

    assert Some().keys == {}


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(seconds=90), "PT90S"),
        (timedelta(seconds=120), "PT2M"),
        (timedelta(hours=36), "PT36H"),
        (timedelta(days=7), "P7D"),
        (timedelta(0), "PT0S"),
        (timedelta(milliseconds=800), "PT0.8S"),
        (timedelta(seconds=1_234_567), "PT1234567S"),
    ],
)
def test_durations_are_written_in_their_largest_whole_unit(length, text):
    assert iso_duration(length) == text
