"""Faults in words: what happens, and what a good application does then."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.oauth.faults import Fault


class Words(NamedTuple):
    """What is said of a fault."""

    title: LazyString
    expected: LazyString


WORDS: dict[Fault, Words] = {
    Fault.EXPIRED_ID_TOKEN: Words(
        _l("Mã định danh (ID token) đã hết hạn"), _l("Không cho đăng nhập; báo lỗi và mời thử lại.")
    ),
    Fault.WRONG_NONCE: Words(
        _l("Sai nonce trong mã định danh"),
        _l("Không cho đăng nhập: mã có thể là của một lần đăng nhập khác."),
    ),
    Fault.WRONG_ISSUER: Words(
        _l("Sai nơi cấp (iss) trong mã định danh"), _l("Không cho đăng nhập: mã do nơi khác cấp.")
    ),
    Fault.WRONG_AUDIENCE: Words(
        _l("Sai nơi nhận (aud) trong mã định danh"), _l("Không cho đăng nhập: mã cấp cho ứng dụng khác.")
    ),
    Fault.BAD_SIGNATURE: Words(
        _l("Chữ ký của mã định danh hỏng"), _l("Không cho đăng nhập: không ai bảo đảm nội dung của mã.")
    ),
    Fault.ROTATED_KEY: Words(
        _l("Đổi khóa ký ngay"),
        _l("Đăng nhập vẫn được: ứng dụng tìm khóa theo kid, không thấy thì tải lại bộ khóa (jwks_uri)."),
    ),
    Fault.SLOW_TOKEN_ENDPOINT: Words(
        _l("Cổng token trả lời chậm 8 giây"), _l("Hết thời gian chờ thì báo bận, không treo cả máy chủ.")
    ),
    Fault.TOKEN_ENDPOINT_500: Words(
        _l("Cổng token báo lỗi 500"), _l("Báo lỗi tạm thời và mời đăng nhập lại, không lặp vô tận.")
    ),
    Fault.TOKEN_ENDPOINT_503: Words(
        _l("Cổng token bận: lỗi 503, có Retry-After"), _l("Chờ đúng số giây đã nói rồi thử lại một lần.")
    ),
    Fault.USERINFO_401: Words(
        _l("UserInfo từ chối mã truy cập: lỗi 401"), _l("Coi như phiên đã hết, mời đăng nhập lại.")
    ),
    Fault.CITIZEN_REFUSES: Words(
        _l("Người dân từ chối (access_denied)"), _l("Nói rõ là chưa đăng nhập và cho chọn cách khác.")
    ),
    Fault.MISSING_LEVEL: Words(
        _l("Mức xác thực thấp hơn mức đã xin"), _l("Đọc acr trong mã định danh và không mở việc cần mức cao.")
    ),
    Fault.REGISTER_DOWN: Words(
        _l("Cơ sở dữ liệu dân cư không trả lời"),
        _l("Thông tin xin thêm bị thiếu; ứng dụng vẫn chạy, cho người dân tự khai hoặc thử lại sau."),
    ),
}
