"""`sub` and `sid`."""

from idp.oauth.subjects import Subjects, sector_of
from tests.oauth.records import a_registered

SALT = b"s" * 32


def test_pairwise_by_sector():
    subjects = Subjects(lambda: SALT)
    one, two = a_registered(sector="a", client_id="x"), a_registered(sector="a", client_id="y")
    other = a_registered(sector="b")

    assert subjects.sub(one, "citizen") == subjects.sub(two, "citizen")
    assert subjects.sub(one, "citizen") != subjects.sub(other, "citizen")
    assert subjects.sub(one, "citizen") != subjects.sub(one, "another")


def test_another_person_is_referred_to_pairwise_by_sector_and_never_as_a_subject():
    subjects = Subjects(lambda: SALT)
    one, two = a_registered(sector="a", client_id="x"), a_registered(sector="a", client_id="y")
    other = a_registered(sector="b")
    public = [a_registered(sector=name, metadata={"subject_type": "public"}) for name in "ab"]

    assert subjects.reference(one, "person") == subjects.reference(two, "person")
    assert subjects.reference(one, "person") != subjects.reference(other, "person")
    assert subjects.reference(public[0], "person") != subjects.reference(public[1], "person")
    assert subjects.reference(one, "person") not in ("person", subjects.sub(one, "person"))


def test_public_is_the_same_everywhere_and_not_the_internal_name():
    subjects = Subjects(lambda: SALT)
    one, two = (a_registered(sector=name, metadata={"subject_type": "public"}) for name in "ab")

    assert subjects.sub(one, "citizen") == subjects.sub(two, "citizen") != "citizen"


def test_a_sector_called_public_is_not_the_public_subject():
    subjects = Subjects(lambda: SALT)
    public = a_registered(sector="x", metadata={"subject_type": "public"})

    assert subjects.sub(a_registered(sector="public"), "citizen") != subjects.sub(public, "citizen")


def test_another_salt_gives_other_subjects():
    client = a_registered(sector="a")

    assert Subjects(lambda: SALT).sub(client, "c") != Subjects(lambda: b"t" * 32).sub(client, "c")


def test_a_session_is_called_differently_at_each_client():
    subjects = Subjects(lambda: SALT)

    assert subjects.sid("a", "session") == subjects.sid("a", "session")
    assert len({subjects.sid("a", "s"), subjects.sid("b", "s"), subjects.sid("a", "t")}) == 3


def test_the_sector_is_the_registered_one_else_the_clients_own():
    for uri in ("https://a.example/1", "vn.anlien.app:/cb", "http://127.0.0.1/cb"):
        uris = {"redirect_uris": [uri]}

        assert sector_of(a_registered(sector="unit", metadata=uris)) == "unit"
        assert sector_of(a_registered(metadata=uris)) == "portal"
