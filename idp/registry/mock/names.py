"""Names of invented people by sex and decade of birth, from tables of our own, with rare forms that break systems."""

import unicodedata
from typing import NamedTuple

from idp.registry.mock.draws import Draws, Weighted
from idp.registry.mock.person import Sex


class Name(NamedTuple):
    """A name in the register's parts, and the whole as it is written there."""

    family: str
    middle: str
    given: str
    written: str


_FAMILIES = Weighted(
    [
        ("Nguyễn", 312), ("Trần", 109), ("Lê", 95), ("Phạm", 62), ("Huỳnh", 52), ("Võ", 45), ("Phan", 28),
        ("Trương", 22), ("Bùi", 21), ("Đặng", 19), ("Ngô", 18), ("Đỗ", 17), ("Vũ", 17), ("Hồ", 16), ("Dương", 15),
        ("Hoàng", 14), ("Lý", 13), ("Đinh", 11), ("Đoàn", 10), ("Mai", 9), ("Lâm", 9), ("Cao", 8), ("Tô", 6),
        ("Hà", 6), ("Châu", 5), ("Thái", 5), ("Trịnh", 5), ("Kiều", 3), ("La", 3), ("Quách", 3), ("Tôn Thất", 2),
        ("Nguyễn Phước", 2), ("Âu Dương", 1),
    ]
)  # fmt: skip

_MIDDLES = """
nu old: Thị Thị Thị Thị Thị Ngọc Kim Mỹ
nu middle: Thị Thị Thị Ngọc Thị_Kim Thị_Mỹ Bích Thu Thị_Thanh Hồng
nu young: Ngọc Bảo Gia Khánh Thảo Minh Thanh Hoàng Ngọc_Bảo Tuệ Thị An Phương
nam old: Văn Văn Văn Văn Văn Hữu Đình Công
nam middle: Văn Văn Minh Hữu Thanh Quốc Hoàng Đức Thành Công Trung
nam young: Minh Gia Hoàng Bảo Quốc Nhật Thiên Tuấn Khôi Đăng Anh Hữu Phúc
"""
_GIVENS = """
nu old: Bảy Tư Sáu Út Lành Nhàn Mận Đào Gấm Thơm Hai Ba Tám Chín Lài Cúc Sen Huệ Hường Nở Xuân Đẹp Lụa
nu middle: Hoa Lan Hương Hòa Thúy Thủy Hạnh Nga Loan Liên Phượng Yến Dung Hằng Trang Tuyết Vân Diễm Thuý Thoả Hiền
nu young: Hân Trâm Anh Ngân My Vy Thư Như Nhi Trúc Quỳnh Châu Ngọc An Khuê Giang Uyên Chi Diệp Tiên Hà Nghi Lam
nam old: Út Năm Sáu Bé Lượm Đực Mười Kiệt Hai Tám Chiến Đặng Thắng Lợi Nghĩa Phước Thọ Ngà Cò Hiếu Trọng
nam middle: Hùng Dũng Nam Hải Tuấn Long Phong Sơn Bình Trung Thành Hiếu Đức Tâm Nghĩa Phúc Lâm Toàn Vinh Quý Khoa Toại
nam young: Khang Bảo Hưng Phát Minh Khôi Nguyên Khoa Anh Huy Đạt Kiệt Quân Thịnh Lộc Nhân Tín Duy Bách Sang Quang
"""


def _table(text: str) -> dict[str, list[str]]:
    """Words by sex and style; an underscore stands for the space inside a double name."""
    lines = (line.partition(": ") for line in text.strip().splitlines())
    return {style: [word.replace("_", " ") for word in words.split()] for style, _, words in lines}


_MIDDLE_WORDS = _table(_MIDDLES)
_GIVEN_WORDS = _table(_GIVENS)

_RARE = {
    Sex.FEMALE: (
        Name("Niê", "", "H’Mai", "H’Mai Niê"),
        Name("Niê Kdăm", "", "H'Bia", "H'Bia Niê Kdăm"),
        Name("Thạch", "", "Sa Ly", "Thạch Sa Ly"),
        Name("Công Tằng Tôn Nữ", "Diệu", "Huyền", "Công Tằng Tôn Nữ Diệu Huyền"),
        Name("", "", "Puih", "Puih"),
        Name("Ksor", "", "Hơ Yă", "Ksor Hơ Yă"),
        Name("Ðoàn", "Thị", "Ðào", "Ðoàn Thị Ðào"),
    ),
    Sex.MALE: (
        Name("Ƀkrông", "", "Y Čăn", "Y Čăn Ƀkrông"),
        Name("Kim", "Sà", "Mươl", "Kim Sà Mươl"),
        Name("Hồ", "", "Vươi", "Hồ Vươi"),
        Name("", "", "Siu", "Siu"),
        Name("Tôn Thất", "Vĩnh Bảo", "Quốc", "Tôn Thất Vĩnh Bảo Quốc"),
        Name("Ðỗ", "Ðình", "Ðức", "Ðỗ Ðình Ðức"),
        Name("Danh", "", "Sa Rương", "Danh Sa Rương"),
    ),
}

_RARE_CHANCE = 120
_NFD_CHANCE = 60
_SHOUTED_CHANCE = 60
"""Of ten thousand: together one to three in a hundred."""


def family_name(draws: Draws) -> str:
    """A family name, by its weight in the South."""
    return draws.weighted(_FAMILIES)


def name_for(draws: Draws, sex: Sex, year: int, family: str) -> Name:
    """A name for somebody of that sex and year, usually of that family; now and then a rare form."""
    if draws.happens(_RARE_CHANCE):
        return draws.one_of(_RARE[sex])
    style = f"{sex.value} {'old' if year < 1960 else 'middle' if year < 1995 else 'young'}"
    parts = [family, draws.one_of(_MIDDLE_WORDS[style]), draws.one_of(_GIVEN_WORDS[style])]
    if draws.happens(_NFD_CHANCE):
        parts = [unicodedata.normalize("NFD", part) for part in parts]
    elif draws.happens(_SHOUTED_CHANCE):
        parts = [part.upper() for part in parts]
        return Name._make([*parts, "{}  {} {} ".format(*parts)])
    return Name._make([*parts, " ".join(parts)])
