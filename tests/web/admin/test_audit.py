"""The audit log's pages: searched, read in words, checked, taken away."""

import json
import re
from copy import deepcopy

import pytest

from idp.audit.events.admin import ClientChanged
from idp.audit.events.oauth import ClaimsReleased, TokenExchanged
from idp.audit.events.sign_in import SignedIn, SignInRefused
from idp.store.db import db
from idp.store.models import AuditCheck, AuditRecord, Operator
from idp.web.current import services
from tests.builders import a_citizen, a_client, a_person

PATH = "/admin/audit"


def happened(*events):
    for event in events:
        services().audit.record(event)
    db.session.commit()


def a_release(citizen_id, client_id="portal", claims=("name", "vn_personal_id")):
    return ClaimsReleased(
        citizen_id=citizen_id, client_id=client_id, authorization_id="a", claims=claims, channel="userinfo"
    )


def titles(page):
    return re.findall(r"<p><strong>(.*?)</strong>", page)


def searches():
    rows = db.session.query(AuditRecord).filter(AuditRecord.name == "audit.searched")
    return rows.order_by(AuditRecord.id).all()


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


@pytest.fixture
def auditor(console):
    db.session.query(Operator).update({"role": "auditor"})
    db.session.commit()
    return console


@pytest.mark.parametrize("by", ["number", "phone", "email"])
def test_a_person_is_found_by_exactly_what_they_have(auditor, person, citizen, by):
    happened(a_release(citizen.id))
    page = auditor.get(PATH)
    answer = auditor.submit(page, form="audit-person", identifier=getattr(person, by), do="search")

    assert answer.status_code == 303
    assert answer.location.endswith(f"{PATH}?citizen={citizen.id}")
    found = auditor.get(answer.location).text
    assert titles(found) == ["Ứng dụng nhận dữ liệu"]
    assert "họ và tên, số định danh cá nhân" in found
    assert not [each for each in vars(person).values() if each in answer.location + found]


def test_a_search_for_a_person_is_itself_in_the_log(auditor, lan, person, citizen):
    answer = auditor.submit(auditor.get(PATH), form="audit-person", identifier=person.number, do="releases")
    auditor.get(answer.location)
    last = searches()[-1]

    assert (last.citizen_id, last.operator_id) == (citizen.id, lan.operator_id)
    assert last.details == {"by": ["citizen", "releases"], "found": True}


@pytest.mark.parametrize("typed", ["099190999999", "0900 999 999", "nobody@dan.anlien.example", "x"])
def test_nobody_is_found_and_that_is_in_the_log(auditor, citizen, typed):
    answer = auditor.submit(auditor.get(PATH), form="audit-person", identifier=typed, do="search")

    assert answer.status_code == 422
    assert "Không có tài khoản nào với thông tin này." in answer.text
    assert searches()[-1].details["found"] is False
    assert typed not in json.dumps(searches()[-1].details)


@pytest.mark.parametrize("typed", ["", " ", "x" * 400])
def test_what_is_nothing_is_refused(auditor, typed):
    answer = auditor.submit(auditor.get(PATH), form="audit-person", identifier=typed, do="search")

    assert answer.status_code == 422
    assert not [each for each in searches() if each.details.get("found") is False]


def test_every_release_of_a_year_is_told_with_its_ground(auditor, citizen, clock):
    a_client(scopes=("openid", "profile", "dinh_danh"))
    a_client("land", name="Sở Đất đai")
    happened(a_release(citizen.id, "land", ("name",)))
    clock.advance(days=200)
    happened(
        a_release(citizen.id),
        a_release("somebody-else"),
        TokenExchanged(
            citizen_id=citizen.id,
            client_id="portal",
            for_client_id="land",
            authorization_id="a",
            audiences=("lgsp",),
            scopes=("profile",),
        ),
        a_release(citizen.id, "removed", ()),
    )
    again(auditor, clock)
    page = auditor.get(f"{PATH}/releases/{citizen.id}").text
    rows = re.findall(r'<tr><th scope="row">.*?</tr>', page, re.DOTALL)

    assert len(rows) == 4
    assert "removed" in rows[0]
    assert "không còn hồ sơ" in rows[0]
    assert "Luật Giao dịch điện tử 2023: Giải quyết thủ tục hành chính" in rows[2]
    assert "họ và tên, số định danh cá nhân" in rows[2]
    assert "Sở Đất đai" in rows[3]

    clock.advance(days=170)
    again(auditor, clock)
    page = auditor.get(f"{PATH}/releases/{citizen.id}").text
    assert page.count('<tr><th scope="row">') == 3
    assert "Sở Đất đai" not in page


def test_the_ground_is_the_one_of_that_day(auditor, citizen, clock):
    client = a_client(scopes=("openid", "profile"))
    happened(a_release(citizen.id, claims=("name",)))
    clock.advance(days=1)
    registrations = services().client_desk.registrations
    document = deepcopy(registrations.history.document(client))
    document["scope_policy"]["profile"]["legal_reference"] = "Luật mới 2026"
    registrations.change(client, document, client.version)
    db.session.commit()
    clock.advance(days=1)
    happened(a_release(citizen.id, claims=("name",)))
    again(auditor, clock)
    page = auditor.get(f"{PATH}/releases/{citizen.id}").text

    assert page.index("Luật mới 2026") < page.index("Luật Giao dịch điện tử 2023")


def test_releases_come_in_pages(auditor, citizen, clock):
    a_client()
    for _ in range(60):
        clock.advance(seconds=1)
        happened(a_release(citizen.id))
    first = auditor.get(f"{PATH}/releases/{citizen.id}").text
    second = auditor.get(older(first)).text

    assert first.count('<tr><th scope="row">') == 50
    assert second.count('<tr><th scope="row">') == 10
    assert "Cũ hơn" not in second
    assert len(searches()) == 1


def test_filters_narrow_the_search(auditor, lan, clock):
    a_client("health", name="Sở Y tế")
    happened(
        SignInRefused(reason="password", client_id="health"),
        SignInRefused(reason="password", client_id="land"),
        ClientChanged(
            client_id="health",
            members=("name",),
            before=('"a"',),
            after=('"b"',),
            operator_id=lan.operator_id,
        ),
    )

    assert titles(found(auditor, client_id="health")) == ["Sửa hồ sơ ứng dụng", "Từ chối đăng nhập"]
    assert titles(found(auditor, client_id="health", act="sign_in")) == ["Từ chối đăng nhập"]
    assert titles(found(auditor, act="sign_in.refused")) == ["Từ chối đăng nhập"] * 2
    assert "Sửa hồ sơ ứng dụng" in titles(found(auditor, actor="lan"))
    assert titles(found(auditor, actor="lan", act="client.changed")) == ["Sửa hồ sơ ứng dụng"]
    assert titles(found(auditor, act="client", since="2026-11-02", until="2026-11-02")) == [
        "Sửa hồ sơ ứng dụng"
    ]
    assert titles(found(auditor, act="client", since="2026-11-03")) == []
    assert titles(found(auditor, act="client", until="2026-11-01")) == []
    assert titles(found(auditor, act="keys")) == []


def test_records_are_read_in_words(auditor, citizen):
    happened(
        SignedIn(
            citizen_id=citizen.id,
            session_id="s",
            methods=("pwd", "otp", "mfa"),
            level=2,
            new_device=True,
            agent="Firefox",
            client_id="portal",
        )
    )
    page = found(auditor, act="sign_in.succeeded")

    assert "người dân" in page
    assert "cách xác thực: mật khẩu, ứng dụng tạo mã · mức: 2 · thiết bị mới: có" in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("actor", "nobody"),
        ("citizen", "x"),
        ("act", "no.such"),
        ("since", "yesterday"),
        ("until", "9999-12-31"),
        ("since", "0000-00-00"),
    ],
)
def test_what_there_is_not_finds_nothing(auditor, name, value):
    answer = auditor.get(PATH, query_string={name: value})

    assert answer.status_code == 200
    assert "Không có sự kiện nào khớp." in answer.text


@pytest.mark.parametrize("before", ["x", "-", "1-", "9" * 17 + "-1", "0-0", "1-" + "9" * 18])
def test_a_strange_place_does_no_harm(auditor, before):
    assert auditor.get(PATH, query_string={"before": before}).status_code == 200


def test_pages_follow_each_other_with_their_filters(auditor):
    for number in range(120):
        happened(SignInRefused(reason="password", client_id=f"client-{number % 2}"))
    first = found(auditor, client_id="client-0", act="sign_in.refused")
    second = auditor.get(older(first)).text

    assert (len(titles(first)), len(titles(second))) == (50, 10)
    assert 'value="client-0"' in second


def test_a_search_is_a_few_statements(auditor, statements):
    found(auditor, act="sign_in")
    with statements.counted():
        found(auditor, act="sign_in")

    assert len(statements) <= 8, statements


def test_the_chains_are_checked_by_the_worker(auditor, lan):
    auditor.submit(auditor.get(f"{PATH}/checks"), form="audit-checks")
    assert "Đang kiểm tra" in auditor.get(f"{PATH}/checks").text
    while services().watch.checks.go_on():
        db.session.commit()
    db.session.commit()
    page = auditor.get(f"{PATH}/checks").text

    assert "Nguyên vẹn" in page
    assert ">lan<" in page
    assert db.session.query(AuditCheck).one().records > 0


@pytest.mark.parametrize(
    "role", ["approver", "unit_administrator", "unit_developer", "help_desk", "key_custodian"]
)
def test_nobody_else_reads_the_log(console, role):
    db.session.query(Operator).update({"role": role})
    db.session.commit()

    for path in ("", "/checks", "/releases/00000000-0000-0000-0000-000000000001"):
        assert console.get(PATH + path).status_code == 403


def found(auditor, **asked):
    return auditor.get(PATH, query_string=asked).text


def older(page):
    address = re.search(r'<a href="(/admin/audit[^"]*before=[^"]*)">Cũ hơn', page)[1]
    return address.replace("&amp;", "&")


def again(auditor, clock):
    """A session that has run out meanwhile, begun again."""
    from tests.web.admin.conftest import sign_in

    if auditor.get(PATH).status_code == 303:
        assert sign_in(auditor, clock).status_code == 303
