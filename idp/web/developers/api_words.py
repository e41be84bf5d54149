"""What a developer of a program does about each kind of problem of the API, and what its scopes let a program do."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.web.developers.error_words import Advice

PROBLEMS: Mapping[str, Advice] = {
    "no-token": Advice(
        _l("Không có mã truy cập trong tiêu đề Authorization"),
        _l("Lấy mã bằng client_credentials rồi gửi Authorization: Bearer."),
    ),
    "invalid-token": Advice(
        _l("Mã hết hạn, bị thu hồi, cho nơi nhận khác, của người dân, hoặc ứng dụng không đang chạy"),
        _l("Lấy mã mới với resource là địa chỉ của API; xem tình trạng của ứng dụng."),
    ),
    "token-in-address": Advice(
        _l("Mã truy cập nằm trong địa chỉ"), _l("Chỉ gửi mã trong tiêu đề; thu hồi mã vừa lộ.")
    ),
    "insufficient-scope": Advice(
        _l("Mã thiếu phạm vi, hoặc việc này không thuộc đơn vị nào và cần sen:units.all"),
        _l("Đăng ký phạm vi; hai người phải duyệt."),
    ),
    "out-of-reach": Advice(
        _l("Phạm vi đủ, nhưng không với đối tượng này"),
        _l("Dùng chương trình của đúng đơn vị, hoặc nhờ người quản trị làm trong trang quản trị."),
    ),
    "needs-people": Advice(
        _l("Việc chỉ con người được làm, như giao vai trò quản trị tỉnh"),
        _l("Nhờ hai người làm trong trang quản trị."),
    ),
    "too-many-calls": Advice(
        _l("Quá 600 lượt gọi một phút, hoặc kiểm tra kết nối quá thường xuyên"),
        _l("Chờ số giây trong Retry-After; gọi thưa hơn, lấy trang lớn hơn."),
    ),
    "not-found": Advice(
        _l("Không có, hoặc có mà chương trình này không được thấy"), _l("Xem lại mã định danh và đơn vị.")
    ),
    "not-json": Advice(
        _l("Thân yêu cầu không phải một đối tượng JSON đọc được, hoặc sai kiểu nội dung"),
        _l("Gửi application/json, UTF-8, tối đa 64 KiB, không lặp tên, không có ký tự NUL."),
    ),
    "unknown-member": Advice(
        _l("Có thành phần không hiểu, hoặc không được đặt"), _l("Bỏ những thành phần nêu trong members.")
    ),
    "missing-member": Advice(_l("Thiếu thành phần bắt buộc"), _l("Thêm những thành phần nêu trong members.")),
    "bad-member": Advice(_l("Một thành phần có giá trị sai"), _l("Đọc detail, sửa giá trị.")),
    "bad-parameter": Advice(
        _l("Một tham số trong địa chỉ hoặc tiêu đề sai"),
        _l("Đọc detail; cursor chỉ lấy từ next của câu trả lời trước."),
    ),
    "bad-registration": Advice(
        _l("Đăng ký của ứng dụng có lỗi; không có gì thay đổi"), _l("Sửa từng lỗi trong faults rồi gửi lại.")
    ),
    "bad-unit": Advice(_l("Đơn vị không lưu được như vậy"), _l("Đọc detail, sửa tên, loại hoặc tên miền.")),
    "bad-operator": Advice(
        _l("Không mời được người này như vậy"), _l("Đọc detail, sửa địa chỉ, vai trò hoặc đơn vị.")
    ),
    "bad-banner": Advice(_l("Thông báo không lưu được như vậy"), _l("Đọc detail, sửa loại, lời hoặc giờ.")),
    "bad-breach": Advice(
        _l("Hồ sơ vi phạm không lưu được như vậy"), _l("Đọc detail, sửa sự việc, giờ hoặc loại sự kiện.")
    ),
    "no-version": Advice(
        _l("Sửa mà không nói sửa từ phiên bản nào"), _l("Gửi If-Match với ETag của lần đọc trước.")
    ),
    "overtaken": Advice(
        _l("Đã có người sửa từ lần đọc trước"), _l("Đọc lại, so sánh, rồi gửi với ETag mới.")
    ),
    "not-now": Advice(_l("Tình trạng hiện tại không cho phép"), _l("Đọc lại đối tượng; detail nói vì sao.")),
    "in-progress": Advice(
        _l("Yêu cầu đầu tiên với Idempotency-Key này chưa trả lời xong"),
        _l("Chờ một giây rồi gửi lại y hệt."),
    ),
    "key-reused": Advice(
        _l("Idempotency-Key này đã dùng cho một yêu cầu khác"), _l("Mỗi yêu cầu một khóa mới.")
    ),
    "http": Advice(
        _l("Địa chỉ hoặc phương thức không có, thân quá lớn, hoặc lỗi của hệ thống"),
        _l("Xem status; khi là 5xx hãy gửi lại với cùng Idempotency-Key."),
    ),
}
"""By the kind, which is the fragment of `type`."""

SCOPES: Mapping[str, LazyString] = {
    "sen:clients.read": _l("Đọc ứng dụng, lượt gọi, sự cố và thông báo đăng xuất"),
    "sen:clients.write": _l("Soạn và sửa ứng dụng, thay khóa bí mật, xin duyệt, báo lại việc đăng xuất"),
    "sen:clients.suspend": _l("Tạm dừng ứng dụng và cho chạy lại"),
    "sen:clients.retire": _l("Ngừng hẳn ứng dụng"),
    "sen:registration.write": _l("Đọc, cấp và thu hồi mã mời đăng ký ứng dụng"),
    "sen:sandbox.use": _l("Đọc danh sách kiểm tra và bật lỗi thử của ứng dụng trong môi trường thử"),
    "sen:units.read": _l("Đọc danh mục đơn vị"),
    "sen:units.write": _l("Thêm và sửa đơn vị"),
    "sen:operators.read": _l("Đọc danh sách người quản trị"),
    "sen:operators.write": _l("Thêm, sửa, tạm dừng người quản trị; dùng SCIM"),
    "sen:officers.write": _l("Thêm, sửa và cho thôi việc cán bộ, công chức qua SCIM"),
    "sen:keys.read": _l("Đọc khóa ký công khai"),
    "sen:keys.rotate": _l("Đổi khóa ký khi đến lịch; ngoài lịch thì gửi yêu cầu cho người duyệt"),
    "sen:audit.read": _l("Đọc, kiểm tra và lấy bản sao có chữ ký của nhật ký"),
    "sen:overview.read": _l("Đọc số liệu"),
    "sen:banners.write": _l("Đăng thông báo trên mọi trang"),
    "sen:breaches.read": _l("Đọc hồ sơ vi phạm dữ liệu"),
    "sen:breaches.write": _l("Mở, sửa, đếm, ghi thêm và đóng hồ sơ vi phạm dữ liệu"),
    "sen:units.all": _l("Làm những việc trên cho mọi đơn vị, thay vì chỉ đơn vị của chương trình"),
}
"""By the scope."""
