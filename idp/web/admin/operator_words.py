"""Words for operators, their roles and factors, and for units. What decides is below the web and has no words."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.operators.accounts import NotMade
from idp.operators.handling import Refusal
from idp.operators.rights import Role
from idp.operators.units import NotKept, UnitKind

ROLES: dict[str, LazyString] = {
    Role.PROVINCE_ADMINISTRATOR: _l("Quản trị tỉnh"),
    Role.APPROVER: _l("Người phê duyệt"),
    Role.UNIT_ADMINISTRATOR: _l("Quản trị đơn vị"),
    Role.UNIT_DEVELOPER: _l("Lập trình viên của đơn vị"),
    Role.HELP_DESK: _l("Hỗ trợ người dân"),
    Role.AUDITOR: _l("Kiểm toán"),
    Role.KEY_CUSTODIAN: _l("Giữ khóa ký"),
}
DUTIES: dict[str, LazyString] = {
    Role.PROVINCE_ADMINISTRATOR: _l("Làm được mọi việc, trừ việc cần người thứ hai."),
    Role.APPROVER: _l("Duyệt hoặc từ chối ứng dụng, tạm dừng ứng dụng, là người thứ hai."),
    Role.UNIT_ADMINISTRATOR: _l("Quản lý ứng dụng và lập trình viên của đơn vị mình."),
    Role.UNIT_DEVELOPER: _l("Soạn bản nháp ứng dụng, thử nghiệm, xin duyệt."),
    Role.HELP_DESK: _l("Tìm tài khoản theo số chính xác, mở khóa, đặt lại yếu tố thứ hai."),
    Role.AUDITOR: _l("Đọc mọi thứ trừ khóa bí mật, không thay đổi gì."),
    Role.KEY_CUSTODIAN: _l("Thay khóa ký, là người thứ hai."),
}

ACCOUNT_STATES: dict[str, tuple[LazyString, str]] = {
    "active": (_l("Đang hoạt động"), "good"),
    "suspended": (_l("Tạm dừng"), "off"),
}

UNIT_KINDS: dict[str, LazyString] = {
    UnitKind.DEPARTMENT: _l("Sở, ngành"),
    UnitKind.COMMUNE: _l("Xã, phường, đặc khu"),
    UnitKind.PLATFORM: _l("Nền tảng dùng chung"),
}

REFUSALS: dict[Refusal, LazyString] = {
    Refusal.NOT_YOURS: _l("Ông/Bà không có quyền làm việc này."),
    Refusal.LAST_ADMINISTRATOR: _l(
        "Đây là người quản trị tỉnh cuối cùng còn hoạt động. Hãy giao vai trò này cho người khác trước."
    ),
    Refusal.SECOND_PERSON: _l("Việc này cần người thứ hai cùng duyệt."),
    Refusal.BAD_ADDRESS: _l("Địa chỉ thư điện tử không hợp lệ."),
    Refusal.TAKEN: _l("Đã có tài khoản dùng địa chỉ thư điện tử này."),
    Refusal.BAD_ROLE: _l("Vai trò này không giao được."),
    Refusal.BAD_UNIT: _l("Vui lòng chọn một đơn vị trong danh mục."),
    Refusal.OVERTAKEN: _l("Tài khoản này vừa được người khác sửa. Vui lòng xem lại rồi lưu."),
    Refusal.NO_ADDRESS: _l("Tài khoản này chưa có địa chỉ thư điện tử nên không gửi được."),
}

NOT_KEPT: dict[NotKept, LazyString] = {
    NotKept.BAD_NAME: _l(
        "Vui lòng nhập tên đơn vị, nhiều nhất 120 ký tự: chữ Latinh, chữ số 0–9 và dấu câu thường gặp."
    ),
    NotKept.FORMULA: _l("Tên không được bắt đầu bằng =, +, - hoặc @: bảng tính sẽ hiểu thành công thức."),
    NotKept.TAKEN: _l("Đã có đơn vị tên này."),
    NotKept.BAD_KIND: _l("Vui lòng chọn loại đơn vị."),
    NotKept.BAD_DOMAIN: _l(
        "Mỗi dòng một tên miền, ví dụ soyte.anlien.example; không ghi https và đường dẫn."
    ),
    NotKept.TAKEN_DOMAIN: _l("Có tên miền đã thuộc về đơn vị khác."),
    NotKept.UNKNOWN: _l("Không có đơn vị này."),
    NotKept.OVERTAKEN: _l("Đơn vị này vừa được người khác sửa. Vui lòng xem lại rồi lưu."),
}

NOT_MADE: dict[NotMade, LazyString] = {
    NotMade.BAD_NAME: _l("Tên gồm 1 đến 64 chữ thường không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới."),
    NotMade.TAKEN: _l("Tên này đã có người dùng. Vui lòng chọn tên khác."),
    NotMade.SHORT_PASSWORD: _l("Mật khẩu có ít nhất 12 ký tự."),
    NotMade.LONG_PASSWORD: _l("Mật khẩu quá dài."),
    NotMade.WEAK_PASSWORD: _l("Mật khẩu này dễ đoán. Nên ghép vài từ không liên quan với nhau."),
}
