"""What is wrong with what was typed while registering, in words that say what to do."""

from flask_babel import gettext as _
from flask_babel import ngettext

from idp.citizens.contacts import ContactProblem
from idp.citizens.one_time_codes import (
    Accepted,
    Answer,
    CodeOver,
    NotACode,
    WrongCode,
)
from idp.citizens.proofing.claim import DateProblem, NameProblem
from idp.citizens.second_factor import Expired, Factor, NoCode, Right, UsedBefore, Verdict, Wrong
from idp.citizens.throttle import Slowed
from idp.registry.identity_number import NumberProblem
from idp.registry.typed_name import NameHint
from idp.web.citizen.sign_in_answers import waiting_words


def contact_words(problem: ContactProblem) -> str:
    """Why a contact cannot be written to."""
    match problem:
        case ContactProblem.EMPTY:
            words = _("Vui lòng nhập số điện thoại di động hoặc địa chỉ thư điện tử.")
        case ContactProblem.NOT_A_PHONE:
            words = _("Số điện thoại chưa đúng. Ví dụ: 0912 345 678, hoặc ten@thu.vn.")
        case ContactProblem.NOT_MOBILE:
            words = _("Số này không nhận được tin nhắn. Vui lòng nhập số di động hoặc thư điện tử.")
        case ContactProblem.NOT_FROM_HERE:
            words = _("Tin nhắn chỉ gửi đến số di động Việt Nam. Ở nước ngoài, vui lòng dùng thư điện tử.")
        case ContactProblem.NOT_AN_ADDRESS:
            words = _("Địa chỉ thư điện tử chưa đúng. Ví dụ: ten@thu.vn.")
    return str(words)


def phone_words(problem: ContactProblem) -> str:
    """Why a phone cannot be written to, where only a phone will do."""
    match problem:
        case ContactProblem.NOT_MOBILE:
            return str(_("Số này không nhận được tin nhắn. Vui lòng nhập số di động."))
        case ContactProblem.NOT_FROM_HERE:
            return str(_("Tin nhắn chỉ gửi đến số di động Việt Nam. Vui lòng chọn ứng dụng tạo mã."))
        case _:
            return str(_("Vui lòng nhập số điện thoại di động. Ví dụ: 0912 345 678."))


def number_words(problem: NumberProblem, digits: int) -> str:
    """Why a number cannot be a personal identification number.

    Args:
        problem: What is wrong with it.
        digits: How many digits it has so far.
    """
    match problem:
        case NumberProblem.NOT_TWELVE_DIGITS if digits == 0:
            words = _("Vui lòng nhập số định danh cá nhân gồm 12 chữ số.")
        case NumberProblem.NOT_TWELVE_DIGITS if digits < 12:
            words = _("Số định danh cá nhân phải gồm 12 chữ số, mới có %(count)d.", count=digits)
        case NumberProblem.NOT_TWELVE_DIGITS:
            words = _(
                "Số định danh cá nhân gồm 12 chữ số, không có chữ cái; đang có %(count)d.", count=digits
            )
        case NumberProblem.OLD_NINE_DIGITS:
            words = _(
                "Đây là số chứng minh nhân dân cũ. Vui lòng nhập số định danh 12 chữ số trên thẻ căn cước; nếu chưa "
                "biết, hãy hỏi Công an cấp xã."
            )
        case NumberProblem.UNKNOWN_PREFIX | NumberProblem.BIRTH_YEAR_IN_FUTURE:
            words = _("Không có số định danh nào như vậy. Vui lòng xem lại từng chữ số trên thẻ căn cước.")
    return str(words)


def name_words(problem: NameProblem) -> str:
    """Why a text cannot be a name."""
    match problem:
        case NameProblem.EMPTY:
            words = _("Vui lòng nhập họ, chữ đệm và tên như trên thẻ căn cước.")
        case NameProblem.TOO_LONG:
            words = _("Họ tên dài nhất là 200 ký tự.")
        case NameProblem.NO_LETTERS | NameProblem.STRANGE_SIGNS:
            words = _("Họ tên chỉ gồm chữ cái, dấu cách và dấu nối. Vui lòng xem lại.")
    return str(words)


def name_hint_words(hint: NameHint) -> str:
    """A likely slip of the keyboard, to be asked about once."""
    match hint:
        case NameHint.TYPING_RESIDUE:
            words = _(
                "Họ tên có vẻ còn sót ký tự gõ dấu (ví dụ: Nguyeenx, Nguye64n). Vui lòng xem lại; nếu đúng như trên "
                "thẻ, bấm Tiếp tục lần nữa."
            )
        case NameHint.OLD_FONT:
            words = _(
                "Họ tên có vẻ dùng phông chữ cũ nên bị lỗi dấu. Vui lòng gõ lại; nếu đúng như trên thẻ, bấm Tiếp tục "
                "lần nữa."
            )
    return str(words)


def date_words(problem: DateProblem) -> str:
    """Why three boxes hold no birth date."""
    match problem:
        case DateProblem.EMPTY | DateProblem.NO_YEAR:
            words = _("Vui lòng nhập ngày, tháng, năm sinh như trên thẻ căn cước.")
        case DateProblem.INCOMPLETE:
            words = _("Vui lòng nhập đủ ngày và tháng. Nếu chỉ biết năm sinh, hãy đánh dấu ô bên dưới.")
        case DateProblem.YEAR_NEEDS_FOUR_DIGITS:
            words = _("Năm sinh phải gồm 4 chữ số. Ví dụ: 1990.")
        case DateProblem.NO_SUCH_DAY:
            words = _("Ngày sinh không có trên lịch. Ví dụ về ngày đúng: 8 3 1990.")
        case DateProblem.IN_FUTURE:
            words = _("Ngày sinh ở tương lai. Vui lòng xem lại.")
        case DateProblem.TOO_LONG_AGO:
            words = _("Năm sinh quá xa. Vui lòng xem lại.")
    return str(words)


def code_words(answer: Answer) -> str:
    """Why a code that was sent is not taken."""
    match answer:
        case NotACode():
            words = _("Mã gồm 6 chữ số.")
        case CodeOver():
            words = _("Mã đã hết hạn hoặc đã nhập sai quá 5 lần. Vui lòng gửi lại mã.")
        case WrongCode(left):
            words = ngettext(
                "Mã xác thực không đúng. Còn %(num)d lần thử.",
                "Mã xác thực không đúng. Còn %(num)d lần thử.",
                left,
            )
        case Accepted():
            raise ValueError("a code that was right is no refusal")
    return str(words)


def verdict_words(verdict: Verdict, factor: Factor) -> str:
    """Why a code of an app, or a printed one, is not taken."""
    match verdict:
        case Slowed(until):
            words = waiting_words(until)
        case NoCode() if factor is Factor.RECOVERY_CODE:
            words = _("Mã dự phòng gồm 12 chữ và số.")
        case NoCode():
            words = _("Mã gồm 6 chữ số.")
        case UsedBefore():
            words = _("Mã này đã được dùng. Vui lòng chờ ứng dụng hiện mã mới, sau tối đa 30 giây.")
        case Expired():
            words = _("Mã đã hết hạn. Vui lòng gửi lại mã.")
        case Wrong(left):
            words = ngettext(
                "Mã xác thực không đúng. Còn %(num)d lần thử.",
                "Mã xác thực không đúng. Còn %(num)d lần thử.",
                left,
            )
        case Right():
            raise ValueError("a code that was right is no refusal")
    return str(words)
