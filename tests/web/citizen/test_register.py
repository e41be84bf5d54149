"""Registering, first half, page by page, as a browser without script does it."""

import re
from dataclasses import replace

import pytest

from idp.store.db import db
from idp.store.models import Registration
from idp.web.current import services
from tests.builders import Person, a_citizen
from tests.citizens.proofing.people import behave
from tests.deliveries import messages_to
from tests.pages import forms_in
from tests.web.citizen.registrant import BAY, Card, Registrant, another, body_of, the_account_of

UT = Card("098045000102", "Lê Văn Út", ("", "", "1945"))
KHANG = Card("098210000108", "Võ Minh Khang", ("1", "12", "2010"))


@pytest.fixture
def bay(app, client, clock):
    return Registrant(client, clock)


def test_the_first_page_says_what_is_needed(client):
    page = client.get("/register")

    assert page.status_code == 200
    assert "Thẻ căn cước" in page.text
    assert "Bộ phận Một cửa" in page.text
    assert "14 tuổi" in page.text
    assert db.session.query(Registration).count() == 0  # looking costs nothing


def test_from_the_first_page_to_an_account_at_level_two(bay, client):
    done = bay.register()

    assert bay.at == "done", done.text
    assert "Đã đối chiếu dân cư" in done.text
    account = the_account_of(BAY.number)
    assert (account.assurance, account.has_second_factor) == ("doi_chieu_dan_cu", True)
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    "step",
    ["code", "notice", "identity", "result", "password", "second-step", "authenticator", "phone", "phone-code",
     "opening", "recovery-codes", "recovery-codes.txt", "done"],
)  # fmt: skip
def test_nobody_comes_in_by_the_window(bay, step):
    bay.open(step)

    assert bay.at == ""


@pytest.mark.parametrize(
    "step", ["notice", "identity", "result", "password", "second-step", "recovery-codes", "done"]
)
def test_skipping_ahead_leads_to_the_step_that_is_due(bay, step):
    bay.give_contact()

    bay.open(step)

    assert bay.at == "code"


@pytest.mark.parametrize(
    "step", ["notice", "identity", "result", "password", "second-step", "recovery-codes"]
)
def test_an_empty_form_skips_nothing(bay, client, step):
    bay.give_contact()
    token = forms_in(bay.page.text, "/")[0].fields["csrf_token"]

    answer = client.post(f"/register/{step}", data={"csrf_token": token})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/register/code")


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Vui lòng nhập số điện thoại"), ("12", "Số điện thoại chưa đúng"), ("a@b", "thư điện tử chưa đúng"),
     ("02723456789", "không nhận được tin nhắn"), ("x" * 5000, "quá dài")],
)  # fmt: skip
def test_a_contact_that_cannot_be_reached_is_explained_and_kept(bay, typed, said):
    page = bay.send("contact", contact=typed)

    assert (page.status_code, bay.at) == (422, "contact")
    assert said in page.text
    assert "<title>Lỗi:" in page.text


def test_a_wrong_code_says_how_many_tries_are_left(bay):
    bay.give_contact()
    wrong = f"{(int(bay.newest_code()) + 1) % 10**6:06d}"

    assert "Còn 4 lần thử" in bay.send("code", otp=wrong).text
    for _ in range(4):
        page = bay.send("code", otp=wrong)
    assert (page.status_code, "gửi lại mã" in page.text) == (403, True)


def test_a_code_may_be_sent_again_after_a_minute(bay, clock):
    bay.give_contact()
    first = bay.newest_code()

    assert "Có thể gửi lại sau" in bay.send("code", do="resend").text
    clock.advance(minutes=1)
    assert "Đã gửi mã mới" in bay.send("code", do="resend").text
    assert len(messages_to(bay.address)) == 2
    bay.send("code", otp=first)  # messages overtake each other: the first stays good in its time
    assert bay.at == "notice"


def test_a_contact_may_be_corrected_before_it_is_confirmed(bay):
    bay.give_contact()
    bay.contact = "0912 345 679"

    page = bay.give_contact()

    assert bay.at == "code"
    assert "679" in page.text
    bay.send("code", otp=bay.newest_code())
    assert bay.at == "notice"


def test_by_mail_it_works_as_well(bay):
    bay.contact = "Bay@Dan.Anlien.Example"

    bay.register()

    assert bay.at == "done"
    assert services().people.claims_of(the_account_of(BAY.number))["email"] == "bay@dan.anlien.example"


def test_a_contact_in_use_gives_the_same_page(app, clock, bay):
    person = Person()
    a_citizen(person)
    taken, free = another(app, clock, contact="0900 000 017"), another(app, clock, contact="0911 111 017")

    pages = [body_of(each.give_contact()) for each in (taken, free)]

    assert pages[0] == pages[1]
    assert taken.page.status_code == free.page.status_code
    wrong = [body_of(each.send("code", otp="000000")) for each in (taken, free)]
    assert wrong[0] == wrong[1]
    assert [message.code for message in messages_to(person.phone)] == [None]


def test_the_notice_names_the_law_and_wants_to_be_read(bay):
    page = bay.confirm_contact()

    assert "91/2025/QH15" in page.text
    assert "356/2025/NĐ-CP" in page.text
    assert bay.send("notice").status_code == 422
    assert bay.at == "notice"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"number": "09817200"}, "mới có 8"),
        ({"number": "900000118"}, "chứng minh nhân dân cũ"),
        ({"number": "297172000101"}, "Không có số định danh nào"),
        ({"name": ""}, "họ, chữ đệm và tên"),
        ({"name": "Trần\u202eBảy"}, "chỉ gồm chữ cái"),
        ({"birth-d": "31", "birth-m": "2"}, "không có trên lịch"),
        ({"birth-d": "", "birth-m": ""}, "đánh dấu ô bên dưới"),
        ({"birth-y": "72"}, "4 chữ số"),
        ({"birth-y": "2030"}, "tương lai"),
    ],
)
def test_a_slip_in_form_is_explained_beside_the_field_and_costs_no_try(bay, changed, said):
    bay.read_notice()

    page = bay.show_card(BAY, **changed)

    assert (page.status_code, bay.at) == (422, "identity")
    assert said in page.text
    bay.show_card()
    assert bay.at == "result"
    assert "Thông tin đã khớp" in bay.page.text


def test_a_slip_of_the_keyboard_is_asked_about_once(bay):
    bay.read_notice()

    page = bay.show_card(BAY, name="Traanf Thij Bayr")
    assert page.status_code == 422
    assert "ký tự gõ dấu" in page.text
    again = bay._shown(bay.client.submit(page, form=None))
    assert "Thông tin chưa khớp" in again.text


def test_a_mismatch_tells_no_field_and_gives_a_way_on(bay):
    bay.read_notice()
    pages = [
        bay.show_card(BAY, **{"birth-d": "9"}),
        bay.show_card(BAY, name="Trần Thị Khác"),
        bay.show_card(BAY, number="098172000999"),
    ]

    bodies = {re.sub(r"Còn \d", "", body_of(page)) for page in pages}
    assert len(bodies) == 1
    assert [re.search(r"Còn \d lần", page.text)[0] for page in pages[:2]] == ["Còn 4 lần", "Còn 3 lần"]
    for way_on in ("Bộ phận Một cửa", "Công an cấp xã", "Mã tra cứu", "Lập tài khoản chưa xác minh"):
        assert way_on in pages[0].text


def test_after_five_tries_it_is_tomorrow(bay):
    bay.read_notice()
    for day in range(9, 14):
        bay.show_card(BAY, **{"birth-d": str(day)})

    page = bay.show_card()

    assert (page.status_code, bay.at) == (429, "identity")
    assert "ngày mai" in page.text


def test_a_form_sent_twice_costs_one_try(bay, client):
    bay.read_notice()
    form = bay.open("identity")
    typed = {"number": BAY.number, "name": "Trần Thị Khác", "birth-d": "8", "birth-m": "3", "birth-y": "1972"}

    client.submit(form, **typed)
    bay._shown(client.submit(form, **typed))

    assert "Còn 4 lần" in bay.page.text


def test_whoever_knows_only_the_year(app, clock, bay):
    assert "khớp theo năm sinh" in bay.identify(UT).text
    bay.accept()
    other = another(app, clock, contact="0912345600")
    other.read_notice()
    year_alone = replace(BAY, birth=("", "", "1972"))
    assert "Cần ngày và tháng sinh" in other.show_card(year_alone).text
    assert other.at == "result"


@pytest.mark.parametrize(
    ("card", "said", "may_go_on"),
    [
        (Card("098177000128", "Võ Thị Nhàn", ("3", "3", "1977")), "đang được điều chỉnh", True),
        (Card("098075000110", "Ngô Thị Lành", ("30", "6", "1975")), "đã được thay", True),
        (Card("098138000109", "Huỳnh Thị Sáu", ("15", "1", "1938")), "Không thể tiếp tục trực tuyến", False),
        (Card("098080000129", "Phan Văn Nghĩa", ("27", "7", "1980")), "Không thể tiếp tục trực tuyến", False),
        (Card("098215000105", "Phạm Gia Bảo", ("20", "5", "2015")), "người giám hộ", False),
    ],
)
def test_records_with_a_story(bay, card, said, may_go_on):
    page = bay.identify(card)

    assert said in page.text
    assert "098175000111" not in page.text
    for word in ("chết", "qua đời", "mất tích"):
        assert word not in page.text
    bay.accept()
    assert bay.at == ("password" if may_go_on else "result")


def test_fifteen_is_old_enough_with_a_note(bay):
    page = bay.identify(KHANG)

    assert "chưa đủ 18 tuổi" in page.text
    bay.accept()
    assert bay.at == "password"


@pytest.mark.parametrize("profile", ["down", "maintenance"])
def test_a_silent_register_stops_nobody(app, bay, profile):
    behave(services(), profile)

    page = bay.identify()

    assert "không phải lỗi của Ông/Bà" in page.text
    assert "không mất lượt thử" in page.text
    bay.accept()
    bay.choose_password()
    bay.add_app()
    done = bay.send("recovery-codes", kept="y")
    assert "Đang chờ đối chiếu" in done.text
    assert "đang chờ đối chiếu" in bay.client.get("/account").text
