"""The draft of the notice that the law asks for, in both languages: what is known is filled in, the rest is left open.

Source: Law 91/2025/QH15, Art. 23 (to the authority that protects personal data, within 72 hours); Decree
331/2026/NĐ-CP, Art. 31(2)(d). The form to send it on is the authority's own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a draft says.

    Args:
        province: Who reports, by language.
        title: What happened.
        known_at: When it was known.
        since: From when on data are affected.
        until: Until when.
        people: How many people, or None while nobody has counted.
        applications: Names of the applications.
        claims: Kinds of data, by language.
        first_word_by: When the first word is due.
        report_by: When the report is due.
    """

    province: dict[str, str]
    title: str
    known_at: datetime
    since: datetime
    until: datetime
    people: int | None
    applications: Sequence[str]
    claims: dict[str, str]
    first_word_by: datetime
    report_by: datetime


VIETNAMESE = """\
DỰ THẢO THÔNG BÁO VI PHẠM QUY ĐỊNH VỀ BẢO VỆ DỮ LIỆU CÁ NHÂN
(Điều 23 Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15)

Kính gửi: Cơ quan chuyên trách bảo vệ dữ liệu cá nhân

1. Bên thông báo: {province}. Người liên hệ, điện thoại, thư điện tử: …
2. Sự việc: {title}
3. Phát hiện lúc: {known_at}. Hạn báo ban đầu với sự cố nghiêm trọng: {first_word_by} (24 giờ). Hạn thông báo: \
{report_by} (72 giờ).
4. Khoảng thời gian dữ liệu bị ảnh hưởng: từ {since} đến {until}.
5. Loại dữ liệu: {claims}. Có dữ liệu nhạy cảm hay không: …
6. Số người bị ảnh hưởng (theo nhật ký hệ thống): {people}
7. Ứng dụng liên quan: {applications}
8. Nguyên nhân và hậu quả có thể xảy ra: …
9. Biện pháp đã làm và sẽ làm, thời gian: …
10. Đã báo cho người dân bị ảnh hưởng chưa, bằng cách nào: …

Nếu thông báo sau 72 giờ, lý do: …
Ngày … tháng … năm …, người đại diện (ký, ghi rõ họ tên): …
"""

ENGLISH = """\
DRAFT NOTICE OF A BREACH OF PERSONAL DATA
(Law 91/2025/QH15 on the protection of personal data, Article 23)

To: the authority in charge of the protection of personal data

1. Reported by: {province}. Contact, telephone, e-mail: …
2. What happened: {title}
3. Known at: {known_at}. First word of a serious incident due: {first_word_by} (24 hours). Notice due: {report_by} \
(72 hours).
4. Data are affected from {since} until {until}.
5. Kinds of data: {claims}. Whether sensitive data are among them: …
6. People affected (by the system's log): {people}
7. Applications concerned: {applications}
8. Causes, and what may follow: …
9. What was done and will be done, and when: …
10. Whether the people concerned have been told, and how: …

If later than 72 hours, why: …
Date, representative (signature, name): …
"""

_TEXTS = {"vi": VIETNAMESE, "en": ENGLISH}
_NOT_COUNTED = {"vi": "chưa đếm", "en": "not counted yet"}
_ALL = {"vi": "chưa xác định", "en": "not known yet"}


def draft(facts: Facts, language: str) -> str:
    """The draft in one language.

    Args:
        facts: What is known.
        language: `vi` or `en`.
    """
    return _TEXTS[language].format(
        province=facts.province[language],
        title=facts.title,
        known_at=_moment(facts.known_at),
        first_word_by=_moment(facts.first_word_by),
        report_by=_moment(facts.report_by),
        since=_moment(facts.since),
        until=_moment(facts.until),
        claims=facts.claims[language] or _ALL[language],
        people=_NOT_COUNTED[language] if facts.people is None else facts.people,
        applications=", ".join(facts.applications) or _ALL[language],
    )


def _moment(at: datetime) -> str:
    return at.astimezone(_HERE).strftime("%H:%M %d/%m/%Y")
