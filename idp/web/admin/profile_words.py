"""The rules of the high-security profile in the console's languages; `profile_rules.py` has them for developers."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.relying_parties.profile_check import UNKNOWN_KEYS, BrokenRule

_WORDS: dict[str, LazyString] = {
    "client-authentication": _l(
        "Ứng dụng phải tự chứng minh bằng khóa (private_key_jwt) hoặc chứng thư, không bằng khóa bí mật dùng chung."
    ),
    "assertion-algorithm": _l("Lời chứng của ứng dụng phải ký bằng PS256, ES256 hoặc EdDSA."),
    "keys": _l("Khóa phải là RSA từ 2048 bit, P-256 hoặc Ed25519, và không dùng cho RS256."),
    "id-token-algorithm": _l("Mã định danh phải ký bằng PS256, ES256 hoặc EdDSA."),
    "userinfo-algorithm": _l("Thông tin người dùng nếu ký thì phải ký bằng PS256, ES256 hoặc EdDSA."),
    "request-object-algorithm": _l("Yêu cầu có ký phải ký bằng PS256, ES256 hoặc EdDSA."),
    "authorization-response-algorithm": _l("Trả lời nếu ký thì phải ký bằng PS256, ES256 hoặc EdDSA."),
    "introspection-algorithm": _l("Kết quả kiểm tra mã nếu ký thì phải ký bằng PS256, ES256 hoặc EdDSA."),
    "response-type": _l("Chỉ được nhận code."),
    "pkce": _l("Không được miễn PKCE."),
    "redirect-uris": _l(
        "Địa chỉ chuyển hướng phải dùng https, hoặc http trên 127.0.0.1 với ứng dụng cài trên máy."
    ),
    "sender-constraint": _l(
        "Mã truy cập gắn với khóa: ứng dụng gửi tiêu đề DPoP mỗi khi xin mã và mỗi khi dùng mã."
    ),
    "pushed-requests": _l(
        "Yêu cầu đăng nhập được gửi trước từ máy chủ (PAR), trình duyệt chỉ mang mã tham chiếu."
    ),
    "foreign-request-uris": _l("Không lấy yêu cầu từ địa chỉ bên ngoài (request_uris)."),
    "signed-requests": _l("Yêu cầu đăng nhập phải được ký."),
    UNKNOWN_KEYS: _l("Không lấy hoặc không đọc được khóa tại jwks_uri, nên chưa biết khóa có đủ mạnh không."),
}


@dataclass(frozen=True)
class RuleWords:
    """One rule that an application breaks.

    Args:
        member: The member of the registration it is about.
        text: The rule.
        blocks: Whether the registration has to be changed first.
        is_known: Whether it was found out; else somebody has to look.
    """

    member: str
    text: LazyString
    blocks: bool
    is_known: bool


def in_words(found: tuple[BrokenRule, ...]) -> list[RuleWords]:
    """The rules an application breaks, those that block first."""
    blocking_first = sorted(found, key=lambda each: not each.blocks)
    return [
        RuleWords(each.member, _WORDS[each.id], each.blocks, is_known=each.id != UNKNOWN_KEYS)
        for each in blocking_first
    ]
