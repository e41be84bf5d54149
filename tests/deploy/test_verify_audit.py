"""The offline program that checks an export: nothing but Python, and whatever is done to the file is noticed."""

import ast
import json
import subprocess
import sys

import pytest
from sqlalchemy import delete, select, update

from deploy import verify_audit
from idp.audit.events.sign_in import SignInRefused
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.store.repositories.audit_search import Wanted
from idp.web.current import services
from tests.architecture.source import ROOT

WHOLE = Wanted()
PROGRAM = ROOT / "deploy" / "verify_audit.py"


@pytest.fixture
def log(app):
    """Some records with letters of every kind, a checkpoint, and more records."""
    for reason in ("password", "Ừ, thế à \u2028", 'a"b\\c', "\U0001f600"):
        services().audit.record(SignInRefused(reason=reason, client_id="portal"))
        db.session.commit()
    services().checkpoints.write()
    db.session.commit()
    services().audit.record(SignInRefused(reason="password", client_id="land"))
    db.session.commit()


@pytest.fixture
def exported(tmp_path, log):
    """Writes an export; its path, and that of the keys."""

    def write(wanted=WHOLE):
        path, keys = tmp_path / "audit.jsonl", tmp_path / "jwks.json"
        path.write_text("".join(services().watch.exports.signed_lines(wanted)), encoding="utf-8")
        keys.write_text(json.dumps(services().ring.public_jwks()))
        return path, keys

    return write


def checked(path, keys, *more):
    command = [sys.executable, "-I", "-S", PROGRAM, path, "--jwks", keys, *more]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return ran.returncode, ran.stdout + ran.stderr


def findings(path, keys, noted=()):
    return verify_audit.verify(path, json.loads(keys.read_text())["keys"], noted)[1]


def edit(path, change):
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(change(lines)), encoding="utf-8")


def test_it_needs_nothing_but_python():
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported <= set(sys.stdlib_module_names)


def test_an_untouched_export_is_whole(exported):
    status, said = checked(*exported())

    assert status == 0, said
    assert "the whole log, 7 records, 1 checkpointed places" in said
    assert "Nothing is wrong." in said


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_export_after_the_oldest_records_were_dropped_is_whole_too(exported, clock):
    clock.advance(days=1)
    services().checkpoints.write()
    services().audit.record(SignInRefused(reason="password", client_id="land"))
    db.session.commit()
    clock.advance(days=3650)
    while services().retention.drop_records():
        db.session.commit()
    assert services().audit_records.latest(SignInRefused.name).sequence > 1

    assert checked(*exported())[0] == 0
    db.session.execute(delete(AuditRecord).where(AuditRecord.name == "audit.records_dropped"))
    db.session.commit()
    assert any("removed" in finding for finding in findings(*exported()))


def test_an_export_of_a_part_is_whole_too(exported):
    status, said = checked(*exported(Wanted(client_id="portal")))

    assert status == 0, said
    assert 'a part of the log: {"client_id": "portal"}, 5 records' in said


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(client_id="portal")])
@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [lines[0], *lines[2:]],
        lambda lines: [*lines[:2], lines[1], *lines[2:]],
        lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
        lambda lines: [lines[0], lines[1].replace('"sequence":', '"sequence":1'), *lines[2:]],
        lambda lines: [lines[0].replace('"iat":', '"iat":1'), *lines[1:]],
    ],
    ids=["a line dropped", "a line doubled", "lines exchanged", "a line changed", "the first line changed"],
)
def test_what_is_done_to_the_file_is_noticed(exported, wanted, change):
    path, keys = exported(wanted)
    edit(path, change)

    assert "the lines are not those that were signed" in findings(path, keys)
    assert checked(path, keys)[0] == 1


def test_what_was_done_to_the_database_is_noticed(exported):
    record = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id)).first()
    db.session.execute(update(AuditRecord).where(AuditRecord.id == record.id).values(client_id="x"))
    db.session.commit()

    assert [each.partition(") ")[2] for each in findings(*exported())] == ["was changed after it was written"]
    assert len(findings(*exported(Wanted(client_id="x")))) == 1


def test_a_record_dropped_from_the_database_is_noticed(exported):
    second = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id)).all()[1]
    db.session.execute(delete(AuditRecord).where(AuditRecord.id == second.id))
    db.session.commit()
    found = findings(*exported())

    assert any("records were removed or moved" in each for each in found)
    assert any("does not follow the record before it" in each for each in found)


def test_an_end_that_was_cut_off_is_noticed(exported):
    other = services().audit._writers.borrow()
    services().audit.record(SignInRefused(reason="password"))
    db.session.commit()
    services().audit._writers.give_back(other)
    services().checkpoints.write()
    db.session.commit()
    last = db.session.scalars(
        select(AuditRecord).where(AuditRecord.client_id.is_(None), AuditRecord.name == "sign_in.refused")
    ).one()
    db.session.execute(delete(AuditRecord).where(AuditRecord.id == last.id))
    db.session.commit()

    assert any("an end was cut off" in each for each in findings(*exported()))


def test_a_noted_digest_has_to_be_there(exported):
    path, keys = exported()

    assert findings(path, keys, [services().checkpoints.latest()]) == []
    assert findings(path, keys, ["x" * 43]) == [f"no record has the noted digest {'x' * 43}"]


def test_another_key_is_noticed(exported):
    path, keys = exported()
    services().rotation.rotate()
    services().rotation.forget_retired(-services().settings.key_rotation_overlap)
    db.session.commit()
    services().ring.forget()
    keys.write_text(json.dumps(services().ring.public_jwks()))

    assert "is not among the given ones" in findings(path, keys)[0]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda jws: jws[:-4] + ("AAAA" if not jws.endswith("AAAA") else "BBBB"),
            "the signature is not good",
        ),
        (lambda jws: jws.partition(".")[0], "the signature cannot be read"),
        (lambda jws: "eyJhbGciOiJub25lIn0." + jws.split(".")[1] + ".", "of another kind"),
        (lambda _: "bm8.bm8.bm8", "the signature cannot be read"),
    ],
)
def test_a_bad_signature_is_noticed(exported, change, words):
    path, keys = exported()

    def changed(lines):
        last = json.loads(lines[-1])
        return [*lines[:-1], json.dumps({**last, "signature": change(last["signature"])}) + "\n"]

    edit(path, changed)
    assert any(words in each for each in findings(path, keys))


@pytest.mark.parametrize("text", ["", "{}\n", "x\n", '{"format":"sen-id-audit-export/1"}\n', "null\nnull\n"])
def test_what_is_no_export_cannot_be_read(tmp_path, text):
    path, keys = tmp_path / "x", tmp_path / "k"
    path.write_text(text)
    keys.write_text('{"keys": []}')

    assert checked(path, keys)[0] == 2


def test_a_cut_file_cannot_be_read(exported):
    path, keys = exported()
    edit(path, lambda lines: lines[:-1])

    assert checked(path, keys) == (2, "Cannot be read: Unreadable: the signed last line is missing\n")
