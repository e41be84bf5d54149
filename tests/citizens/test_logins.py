"""One field for three kinds of login."""

import pytest

from idp.citizens.logins import Login, Logins, read
from tests.builders import Person, a_citizen


@pytest.mark.parametrize(
    ("typed", "login"),
    [
        ("0912345678", Login("phone", "+84912345678")),
        ("+84 912 345 678", Login("phone", "+84912345678")),
        ("0912.345.678", Login("phone", "+84912345678")),
        ("Mai@Thu.VN", Login("email", "mai@thu.vn")),
        (" mai@thu.vn ", Login("email", "mai@thu.vn")),
        ("mai＠thu.vn", Login("email", "mai@thu.vn")),
        ("098190000017", Login("number", "098190000017")),
        ("098 190 000 017", Login("number", "098190000017")),
        ("０９８１９０００００１７", Login("number", "098190000017")),
        ("Nguyễn Văn A", Login("unknown", "nguyễn văn a")),
        ("", Login("unknown", "")),
        ("@", Login("unknown", "@")),
        ("\x00", Login("unknown", "\x00")),
        ("1234", Login("unknown", "1234")),
    ],
)
def test_a_login_is_read_as_people_type_it(typed, login):
    assert read(typed) == login


@pytest.mark.parametrize("typed", ["x" * 100_000, "\ud800", "9" * 5_000, "+" * 400, "a@" * 300])
def test_any_text_gives_a_login(typed, services):
    assert len(Logins(services.installation).index(typed)) == 43


def test_an_account_is_found_by_each_of_its_logins(services, doors):
    person = Person(phone="+84900123456")
    citizen = a_citizen(person)
    logins = Logins(services.installation)

    assert set(logins.of(citizen)) == {
        logins.index(typed) for typed in (person.phone, person.email, person.number)
    }
    assert doors.credentials.owner_of(logins.index("0900 123 456")) is citizen
    assert doors.credentials.owner_of(logins.index("0900 123 457")) is None
