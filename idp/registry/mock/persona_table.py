"""The table of the invented people: number, name in parts and as written, birth, what they are there to test."""

# ruff: noqa: E501  (a person a line)
import unicodedata
from typing import NamedTuple

from idp.registry.mock.person import Birth, Sex

_M, _F = Sex.MALE, Sex.FEMALE


class Line(NamedTuple):
    """One persona. The key is the number, or what stands for one."""

    key: str
    family: str
    middle: str
    given: str
    birth: Birth
    sex: Sex
    ward: str
    street: str
    tests: str
    written: str = ""

    @property
    def name(self) -> str:
        """The name as it is written in the register."""
        return self.written or " ".join(part for part in (self.family, self.middle, self.given) if part)


def _nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


LINES = (
    Line("098172000101", "Trần", "Thị", "Bảy", Birth(1972, 3, 8), _F, "98001", "12 Hoa Sen", "đường thẳng: mọi thứ khớp"),
    Line("098045000102", "Lê", "Văn", "Út", Birth(1945), _M, "98009", "Số 7, Ấp Thượng", "chỉ biết năm sinh"),
    Line("098190000103", "Nguyễn", "Thị", "Hòa", Birth(1990, 3, 8), _F, "98001", "45 Lê Lợi", "cách đặt dấu: Hòa, Hoà"),
    Line("098088000104", "Ðặng", "Văn", "Ân", Birth(1988, 10, 2), _M, "98005", "3 Bến Chợ", "chữ Ð là U+00D0"),
    Line("098215000105", "Phạm", "Gia", "Bảo", Birth(2015, 5, 20), _M, "98001", "45 Lê Lợi", "sinh đôi, dưới 14 tuổi"),
    Line("098215000106", "Phạm", "Gia", "Hưng", Birth(2015, 5, 20), _M, "98001", "45 Lê Lợi", "sinh đôi, dưới 14 tuổi"),
    Line("098314000107", "Lê", "Ngọc", "Hân", Birth(2014, 9, 5), _F, "98002", "88 Nguyễn Trãi", "dưới 14 tuổi, mẹ làm thay"),
    Line("098210000108", "Võ", "Minh", "Khang", Birth(2010, 12, 1), _M, "98001", "12 Hoa Sen", "14 đến 17 tuổi, có người giám hộ"),
    Line("098138000109", "Huỳnh", "Thị", "Sáu", Birth(1938, 1, 15), _F, "98011", "Số 21, Ấp Hạ", "đã mất năm 2025"),
    Line("098175000111", "Ngô", "Thị", "Lành", Birth(1975, 6, 30), _F, "98014", "Số 5, Ấp 1", "số cũ 098075000110 đã hủy"),
    Line("098095000112", "Đỗ", "Hải", "Yến", Birth(1995, 11, 11), _F, "98004", "19 Hai Bà Trưng", "chữ số giới tính không khớp"),
    Line("098199000113", "Niê", "", "H’Lina", Birth(1999, 4, 24), _F, "98020", "Số 2, Thôn Đông", "dấu phẩy trên U+2019", "H’Lina Niê"),
    Line("098085000114", "Knul", "", "Y Thanh", Birth(1985, 7, 7), _M, "98020", "Số 9, Thôn Tây", "không có chữ đệm", "Y Thanh Knul"),
    Line("098079000115", "Thạch", "Sa", "Rây", Birth(1979, 4, 14), _M, "98016", "Số 30, Ấp 3", "tên người Khơ-me"),
    Line("098168000116", "Công Tằng Tôn Nữ", "Thị Hoài", "An", Birth(1968, 2, 19), _F, "98017", "6 Phan Bội Châu", "tên rất nhiều chữ"),
    Line("098083000117", "Hồ", "", "Lý", Birth(1983, 8, 1), _F, "98020", "Số 4, Thôn Đông", "tên chỉ có hai chữ"),
    Line("098155000118", "Bùi", "Thị", "Tư", Birth(1955, 9, 2), _F, "98012", "Số 14, Ấp Hạ", "chỉ nhớ số CMND 900000118"),
    Line("299201000119", "Nguyen", "", "Anna", Birth(2001, 6, 1), _F, "98003", "71 Lý Thường Kiệt", "khai sinh ở nước ngoài, không dấu"),
    Line("098191000120", "Nguyễn", "Khánh", "An", Birth(1991, 1, 31), _F, "98018", "8 Trần Hưng Đạo", "đã đổi tên"),
    Line("098082000121", "Huỳnh", "Quốc", "Trung", Birth(1982, 5, 19), _M, "98001", "2 Lê Lợi", "vừa là cán bộ vừa là công dân"),
    Line("098187000122", "Mai", "Thu", "Hằng", Birth(1987, 12, 24), _F, "98002", "88 Nguyễn Trãi", "đại diện doanh nghiệp; mẹ của 098314000107"),
    Line("098193000123", _nfd("Nguyễn"), _nfd("Thị Tuyết"), _nfd("Mai"), Birth(1993, 2, 14), _F, "98006", "33 Bờ Kênh", "lưu dạng NFD"),
    Line("098066000124", "NGUYỄN", "VĂN", "HẢI", Birth(1966, 10, 10), _M, "98007", "Số 61, Ấp 3", "chữ hoa, thừa khoảng trắng", "NGUYỄN  VĂN   HẢI"),
    Line("098124000125", "Đoàn", "Thị", "Thơm", Birth(1924, 5, 5), _F, "98013", "Số 1, Ấp Thượng", "trên 100 tuổi"),
    Line("098296000126", "Trần", "Đức", "Minh", Birth(1996, 2, 29), _M, "98004", "27 Hoa Sen", "29/02; chữ số thế kỷ sai"),
    Line("098100000127", "Lê", "Thị", "Gấm", Birth(2000, 8, 16), _F, "98008", "Số 18, Ấp 1", "số ghi 1900, thật ra 2000"),
    Line("098177000128", "Võ", "Thị", "Nhàn", Birth(1977, 3, 3), _F, "98015", "Số 52, Ấp Hạ", "hồ sơ đang điều chỉnh"),
    Line("098080000129", "Phan", "Văn", "Nghĩa", Birth(1980, 7, 27), _M, "98021", "Số 10, Thôn Tây", "bị tuyên bố mất tích"),
    Line("098192000130", "Dương", "Ngọc", "Trâm", Birth(1992, 9, 9), _F, "98019", "15 Đình Làng", "số điện thoại nay là của người khác"),
    Line("098210000131", "Trương", "Minh", "Quân", Birth(2010, 1, 20), _M, "98019", "40 Bến Chợ", "đang giữ số điện thoại cũ của 098192000130"),
    Line("con-098192000130", "Dương", "Gia", "Nghi", Birth(2026, 6, 12), _F, "98019", "15 Đình Làng", "trẻ sơ sinh chưa có số"),
    Line("X0000001", "Park", "", "Ji Woo", Birth(1988, 11, 3), _F, "98003", "9 Hai Bà Trưng", "người nước ngoài, hộ chiếu X0000001"),
    Line("GC-000001", "Nguyễn", "Văn", "Xuân", Birth(1962, 4, 30), _M, "98010", "Số 77, Ấp 1", "gốc Việt Nam, giấy chứng nhận căn cước"),
    Line("098170000132", "Trịnh", "Thị", "Mận", Birth(1970, 12, 3), _F, "98001", "50 Nguyễn Trãi", "dùng trình đọc màn hình"),
)  # fmt: skip
