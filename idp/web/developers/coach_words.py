"""The coach in words: each check, what is expected, what came, and where the guide helps."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.relying_parties.coach_rules import Found


class Words(NamedTuple):
    """What is said of a check.

    Args:
        title: Its name.
        expected: What a good application does.
        how: How to show it.
        chapter: Of the guide.
        anchor: The paragraph there.
    """

    title: LazyString
    expected: LazyString
    how: LazyString
    chapter: str
    anchor: str


_SIGN_IN = _l("Đăng nhập ba lần.")
_FAULT = _l("Bật riêng lỗi này, đăng nhập, rồi chờ 10 giây.")

WORDS: dict[str, Words] = {
    "works": Words(
        _l("Chạy được"),
        _l("Ứng dụng lấy được token."),
        _l("Đăng nhập một lần bằng người thử nghiệm."),
        "stacks",
        "",
    ),
    "state": Words(
        _l("Có state không đoán được"),
        _l("Mỗi yêu cầu có state mới, ít nhất 20 ký tự ngẫu nhiên."),
        _SIGN_IN,
        "stacks",
        "checks",
    ),
    "nonce": Words(
        _l("Có nonce mới mỗi lần"), _l("Mỗi yêu cầu có nonce khác nhau."), _SIGN_IN, "stacks", "checks"
    ),
    "pkce": Words(
        _l("PKCE với S256"),
        _l("Yêu cầu có code_challenge và code_challenge_method=S256."),
        _l("Đăng nhập một lần."),
        "errors",
        "pkce",
    ),
    "redirect": Words(
        _l("Đúng địa chỉ chuyển hướng"),
        _l("redirect_uri đúng từng ký tự với địa chỉ đã đăng ký."),
        _l("Đăng nhập một lần."),
        "errors",
        "redirect-uri",
    ),
    "wrong_issuer": Words(
        _l("Kiểm tra nơi cấp (iss)"),
        _l("Từ chối ID token của nơi cấp khác và không dùng token đi cùng."),
        _FAULT,
        "testing",
        "fault-wrong_issuer",
    ),
    "wrong_audience": Words(
        _l("Kiểm tra nơi nhận (aud)"),
        _l("Từ chối ID token cấp cho ứng dụng khác."),
        _FAULT,
        "testing",
        "fault-wrong_audience",
    ),
    "wrong_nonce": Words(
        _l("Kiểm tra nonce"),
        _l("Từ chối ID token có nonce khác nonce đã gửi."),
        _FAULT,
        "testing",
        "fault-wrong_nonce",
    ),
    "bad_signature": Words(
        _l("Kiểm tra chữ ký"),
        _l("Từ chối ID token có chữ ký hỏng."),
        _FAULT,
        "testing",
        "fault-bad_signature",
    ),
    "expired_id_token": Words(
        _l("Kiểm tra hạn"),
        _l("Từ chối ID token đã hết hạn."),
        _FAULT,
        "testing",
        "fault-expired_id_token",
    ),
    "key_rotation": Words(
        _l("Chịu được đổi khóa"),
        _l("Đăng nhập vẫn được khi gặp khóa mới: tải lại jwks_uri."),
        _FAULT,
        "testing",
        "fault-rotated_key",
    ),
    "access_denied": Words(
        _l("Người dân từ chối"),
        _l("Không đổi mã, không tự gửi lại yêu cầu."),
        _l("Bấm từ chối ở trang đồng ý, hoặc bật lỗi này, rồi chờ 10 giây."),
        "errors",
        "error-access_denied",
    ),
    "error_pages": Words(
        _l("Có trang báo lỗi"),
        _l("Khi có lỗi thì dừng ở một trang, không tự gửi lại mãi."),
        _l("Bật một lỗi bất kỳ, đăng nhập, rồi chờ 10 giây."),
        "errors",
        "what-citizens-see",
    ),
    "logout": Words(
        _l("Nhận thông báo đăng xuất"),
        _l("Trả lời 200 và không dùng token của phiên đó nữa."),
        _l("Đăng nhập, rồi bấm Gửi thông báo đăng xuất."),
        "logout",
        "we-end-it",
    ),
    "logout_forged": Words(
        _l("Từ chối thông báo giả"),
        _l("Trả lời 400 khi chữ ký hỏng, hoặc khi có nonce."),
        _l("Bấm Gửi thông báo đăng xuất."),
        "logout",
        "we-end-it",
    ),
    "logout_replayed": Words(
        _l("Từ chối thông báo gửi lại"),
        _l("Gửi lại khi đã quá hạn: trả lời 400. Gửi lại ngay: 200 hoặc 400 đều được."),
        _l("Bấm Gửi thông báo đăng xuất."),
        "logout",
        "we-end-it",
    ),
    "refresh": Words(
        _l("Thay refresh token"),
        _l("Mỗi refresh token dùng một lần, lần sau dùng cái mới."),
        _l("Để ứng dụng làm mới token hai lần trong một phiên."),
        "logout",
        "tokens-end",
    ),
    "tokens_in_addresses": Words(
        _l("Không có token trong địa chỉ"),
        _l("Không token, mã hay khóa nào trong địa chỉ; mỗi mã (code) gửi một lần."),
        _l("Lấy token ba lần mà không vi phạm."),
        "errors",
        "error-invalid_request",
    ),
}
"""By the names of `relying_parties/coach.py`."""

FOUND: dict[Found, tuple[LazyString, str]] = {
    Found.PASSED: (_l("Đạt"), "good"),
    Found.FAILED: (_l("Chưa đạt"), "bad"),
    Found.UNSEEN: (_l("Chưa thấy"), "off"),
}

_STATUS = _l("Ứng dụng trả lời %(a)s")

CAME: dict[str, LazyString] = {
    "right": _l("Đúng như mong đợi"),
    "nothing": _l("Chưa có lần gọi nào để xem"),
    "some": _l("Đã đúng %(a)s trên %(b)s lần"),
    "wait": _l("Đang chờ xem ứng dụng làm gì tiếp"),
    "no_userinfo": _l("Ứng dụng chưa gọi UserInfo sau một lần đăng nhập tốt, nên không phân biệt được"),
    "several_faults": _l("Nhiều lỗi cùng bật, nên không biết lỗi nào bị từ chối"),
    "missing": _l("Không được gửi"),
    "repeated": _l("Giá trị cũ được gửi lại"),
    "short": _l("Dài %(a)s ký tự, cần ít nhất %(b)s"),
    "plain": _l("Chỉ có vài ký tự lặp đi lặp lại"),
    "pkce": _l("code_challenge_method là %(a)s"),
    "redirect_uri": _l("redirect_uri không khớp với đăng ký"),
    "used": _l("Token đi cùng vẫn được dùng, ở %(a)s"),
    "gave_up": _l("Ứng dụng không đi tiếp"),
    "token_call": _l("Ứng dụng vẫn đổi mã sau khi bị từ chối"),
    "loop": _l("Ứng dụng tự gửi yêu cầu liên tục"),
    "error": _l("Lỗi %(a)s"),
    "status": _STATUS,
    "forged": _l("Chữ ký hỏng: ứng dụng trả lời %(a)s"),
    "with_nonce": _l("Có nonce: ứng dụng trả lời %(a)s"),
    "expired": _l("Đã quá hạn: ứng dụng trả lời %(a)s"),
    "in_address": _l("Trong địa chỉ có: %(a)s"),
    "code_again": _l("Mã (code) đã dùng được gửi lại"),
    "refresh_again": _l("Refresh token đã dùng được gửi lại"),
    "refresh_once": _l("Đã làm mới một lần, cần hai lần trong một phiên"),
}
"""By the first word of what came; `%(a)s` and `%(b)s` are what stands behind it."""


def came_in_words(came: str) -> str:
    """What came, as a sentence; see `Verdict`."""
    word, *rest = came.split(" ")
    text = CAME.get(word)
    if text is None:
        return came
    values = {"a": rest[0] if rest else "", "b": rest[1] if len(rest) > 1 else ""}
    if word == "in_address":
        values["a"] = ", ".join(rest)
    return str(text) % values
