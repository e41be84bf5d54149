"""What the members of tokens say that are not about a person: header and claims."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

TOKEN_WORDS: dict[str, LazyString] = {
    "alg": _l("Thuật toán ký"),
    "kid": _l("Khóa đã ký: tìm trong jwks_uri"),
    "typ": _l("Loại token"),
    "enc": _l("Thuật toán mã hóa nội dung"),
    "iss": _l("Nơi cấp: phải đúng bằng issuer"),
    "aud": _l("Cấp cho ai: phải có client_id của ứng dụng"),
    "azp": _l("Ứng dụng được cấp"),
    "exp": _l("Hết hạn"),
    "iat": _l("Cấp lúc"),
    "nbf": _l("Chưa dùng được trước lúc này"),
    "auth_time": _l("Người dân đăng nhập lúc"),
    "nonce": _l("Phải đúng bằng nonce đã gửi"),
    "acr": _l("Mức xác thực đạt được"),
    "amr": _l("Các yếu tố đã dùng"),
    "at_hash": _l("Dấu vết của mã truy cập đi cùng"),
    "sid": _l("Mã phiên, để nhận thông báo đăng xuất"),
    "jti": _l("Mã của riêng token này"),
    "scope": _l("Các phạm vi được cấp"),
    "client_id": _l("Ứng dụng được cấp"),
    "cnf": _l("Khóa hoặc chứng thư mà token gắn với"),
    "events": _l("Sự kiện được báo"),
    "token_type": _l("Cách dùng mã truy cập"),
    "expires_in": _l("Dùng được trong bao nhiêu giây"),
    "refresh_token": _l("Có refresh token hay không"),
}
