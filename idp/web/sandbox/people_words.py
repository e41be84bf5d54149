"""What each of the sandbox's people is there to test."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.registry.invented import Barred

WORDS: dict[str, LazyString] = {
    "098172000101": _l("Trường hợp thông thường: mọi thứ khớp"),
    "098045000102": _l("Chỉ biết năm sinh: birthdate chỉ có bốn chữ số"),
    "098190000103": _l("Cách đặt dấu: Hòa, không phải Hoà"),
    "098088000104": _l("Chữ Ð lưu thành U+00D0, không phải U+0110"),
    "098215000105": _l("Sinh đôi, dưới 14 tuổi"),
    "098215000106": _l("Người sinh đôi thứ hai, dưới 14 tuổi"),
    "098314000107": _l("Dưới 14 tuổi: cha mẹ làm thay"),
    "098210000108": _l("Từ 14 đến 17 tuổi, có người giám hộ"),
    "098138000109": _l("Đã mất năm 2025"),
    "098175000111": _l("Số định danh đã được cấp lại"),
    "098095000112": _l("Giới tính và chữ số trong số định danh không khớp nhau"),
    "098199000113": _l("Tên có dấu nháy cong U+2019"),
    "098085000114": _l("Tên gọi ngắn, không có chữ đệm"),
    "098079000115": _l("Tên người Khơ-me"),
    "098168000116": _l("Tên chín chữ: ô nhập và mẫu in có đủ chỗ không"),
    "098083000117": _l("Tên chỉ có hai chữ"),
    "098155000118": _l("Còn số chứng minh nhân dân chín số"),
    "299201000119": _l("Đăng ký khai sinh ở nước ngoài, tên không dấu"),
    "098191000120": _l("Đã đổi tên"),
    "098082000121": _l("Vừa là công dân vừa là cán bộ: phạm vi can_bo"),
    "098187000122": _l("Đại diện một doanh nghiệp và một chi nhánh: phạm vi to_chuc; có con nhỏ: dai_dien"),
    "098193000123": _l("Tên lưu ở dạng NFD: dấu tách khỏi chữ cái"),
    "098066000124": _l("Tên toàn chữ hoa, thừa khoảng trắng"),
    "098124000125": _l("Trên 100 tuổi"),
    "098296000126": _l("Sinh ngày 29/02; chữ số thế kỷ trong số định danh sai"),
    "098100000127": _l("Số định danh ghi sinh năm 1900, thật ra là 2000"),
    "098177000128": _l("Hồ sơ dân cư đang được điều chỉnh"),
    "098080000129": _l("Bị tuyên bố mất tích"),
    "098192000130": _l("Số điện thoại nay thuộc về người khác"),
    "098210000131": _l("Đang giữ số điện thoại cũ của người khác"),
    "con-098192000130": _l("Trẻ sơ sinh chưa có số định danh"),
    "X0000001": _l("Người nước ngoài có hộ chiếu, không có số định danh"),
    "GC-000001": _l("Người gốc Việt Nam có giấy chứng nhận căn cước, không có số định danh"),
    "098170000132": _l("Dùng trình đọc màn hình"),
}
"""By what they are called in `login_hint`."""

BARRED: dict[Barred, LazyString] = {
    Barred.DEAD: _l("đã mất"),
    Barred.MISSING: _l("mất tích"),
    Barred.DISPUTED: _l("hồ sơ đang điều chỉnh"),
    Barred.TOO_YOUNG: _l("dưới 14 tuổi"),
}
"""Why somebody like them has no account."""
