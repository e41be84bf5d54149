"""Where secrets are."""

import pytest

from idp.declared.references import Reference, Unresolved, reference, usual


def test_a_variable_holds_a_secret():
    assert Reference(env="A").resolve({"A": "12345678"}) == "12345678"


def test_a_file_holds_a_secret_with_or_without_a_line_end(tmp_path):
    (tmp_path / "secret").write_text("12345678\n")

    assert Reference(file=str(tmp_path / "secret")).resolve() == "12345678"


@pytest.mark.parametrize("found", ["", "short", "x" * 256, "mật khẩu bí mật", "with\nlines-in-it"])
def test_what_cannot_be_a_secret_is_told_without_being_shown(found):
    with pytest.raises(Unresolved, match=r"^The variable A must hold") as refused:
        Reference(env="A").resolve({"A": found})
    assert not found or found not in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(Unresolved, match=r"^The file .*nowhere must hold"):
        Reference(file=str(tmp_path / "nowhere")).resolve()


def test_a_file_that_is_no_text_is_told(tmp_path):
    (tmp_path / "secret").write_bytes(b"\xff" * 20)

    with pytest.raises(Unresolved):
        Reference(file=str(tmp_path / "secret")).resolve()


@pytest.mark.parametrize("document", [None, "A", {}, {"env": ""}, {"env": "1A"}, {"file": ""}, {"x": "y"}])
def test_anything_else_is_no_reference(document):
    assert reference(document) is None


def test_an_export_names_a_variable_after_the_application():
    found = usual("land-registry.app", 2)

    assert found == Reference(env="SEN_SECRET_LAND_REGISTRY_APP_2")
    assert reference(found.written()) == found
