"""Words for what is found out about members of a registration while they are typed."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.relying_parties.member_checks import Finding, Found
from idp.web.admin.words import finding_words
from idp.web.delivery_words import reason_words

_WORDS: dict[Finding, LazyString] = {
    Finding.GOOD_NAME: _l("tên dùng được"),
    Finding.TAKEN: _l("Mã này đã thuộc về ứng dụng khác."),
    Finding.MIXED_LETTERS: _l("tên có chữ hoặc dấu ngoài chữ Latinh, chữ số 0–9 và dấu câu thường gặp"),
    Finding.HIDDEN_SIGNS: _l("tên có ký tự ẩn"),
    Finding.FORMULA: _l("tên không được bắt đầu bằng =, +, - hoặc @"),
    Finding.SAME_NAME: _l("đã có ứng dụng tên “%(detail)s”: người dân dễ nhầm"),
    Finding.FORBIDDEN: _l("không kết nối được: địa chỉ này không công khai trên mạng"),
    Finding.UNREACHABLE: _l("chưa kiểm tra được: %(detail)s"),
    Finding.REACHED: _l("đã kết nối được"),
    Finding.FAILING: _l("kết nối được nhưng máy chủ báo lỗi %(detail)s"),
    Finding.KEYS: _l("đọc được %(detail)s khóa công khai"),
    Finding.NO_KEYS: _l("kết nối được nhưng không có bộ khóa nào ở đó"),
    Finding.PRIVATE_KEY: _l("ở đó có khóa bí mật: chỉ được công bố khóa công khai"),
    Finding.CERTIFICATE_ENDS: _l("chứng thư hết hạn ngày %(detail)s"),
    Finding.CERTIFICATE_OVER: _l("chứng thư đã hết hạn ngày %(detail)s"),
    Finding.LOGO: _l("biểu trưng dùng được: %(detail)s"),
    Finding.NO_LOGO: _l("biểu trưng phải là ảnh PNG, JPEG hoặc WebP; SVG không được dùng"),
    Finding.LARGE_LOGO: _l("biểu trưng lớn hơn %(detail)s KB"),
}


def found_words(found: Found) -> str:
    """What was found."""
    if found.address is not None:
        return finding_words(found.address)
    detail = reason_words(found.detail) if found.finding is Finding.UNREACHABLE else found.detail
    return str(_WORDS[found.finding]) % {"detail": detail}
