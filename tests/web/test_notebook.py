"""Notes about requests are written after the answer."""

import pytest
from flask import Flask

from idp.web.notebook import Notebook, write_after_answers


@pytest.fixture
def written():
    return []


def test_nothing_is_written_before_it_is_time(app, written):
    notebook = Notebook(written.extend, every=3600)
    notebook.note("a")

    assert not notebook.is_due()
    assert written == []


def test_notes_are_written_together_and_once(app, written):
    notebook = Notebook(written.extend, every=0)
    for row in "abc":
        notebook.note(row)

    assert notebook.is_due()
    assert [notebook.flush(), notebook.flush()] == [3, 0]
    assert written == ["a", "b", "c"]


def test_the_oldest_notes_make_room(app, written):
    notebook = Notebook(written.extend, every=0, most=2)
    for row in "abc":
        notebook.note(row)

    notebook.flush()
    assert written == ["b", "c"]


def test_what_cannot_be_written_is_dropped_and_told(app, caplog):
    def broken(_rows):
        raise ValueError("secret text")

    notebook = Notebook(broken, every=0)
    notebook.note("a")

    assert notebook.flush() == 0
    assert not notebook.is_due()
    assert "1 notes were not written: ValueError" in caplog.text
    assert "secret text" not in caplog.text


def test_they_are_written_after_an_answer(app, client, written):
    notebook = Notebook(written.extend, every=0)
    write_after_answers(app, [notebook])
    assert isinstance(app, Flask)

    notebook.note("a")
    client.get("/healthz").close()

    assert written == ["a"]
