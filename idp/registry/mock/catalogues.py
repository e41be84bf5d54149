"""Catalogues that give the codes in a record their names (shared lists of the national side)."""

from idp.registry.mock.places import PROVINCE, PROVINCE_CODE, WARDS

_ETHNICITIES = """
Kinh|Tày|Thái|Hoa|Khơ-me|Mường|Nùng|HMông|Dao|Gia-rai|Ngái|Ê-đê|Ba-na|Xơ-Đăng|Sán Chay|Cơ-ho|Chăm|Sán Dìu|Hrê|Mnông
Ra-glai|Xtiêng|Bru-Vân Kiều|Thổ|Giáy|Cơ-tu|Gié Triêng|Mạ|Khơ-mú|Co|Tà-ôi|Chơ-ro|Kháng|Xinh-mun|Hà Nhì|Chu-ru|Lào
La Chí|La Ha|Phù Lá|La Hủ|Lự|Lô Lô|Chứt|Mảng|Pà Thẻn|Cơ Lao|Cống|Bố Y|Si La|Pu Péo|Brâu|Ơ Đu|Rơ-măm
"""
_ETHNICITY_NAMES = [name for line in _ETHNICITIES.split("\n") for name in line.split("|") if name]

CATALOGUES: dict[str, dict[str, str]] = {
    "dan-toc": {f"{code:02d}": name for code, name in enumerate(_ETHNICITY_NAMES, start=1)},
    "ton-giao": {
        "00": "Không",
        "01": "Phật giáo",
        "02": "Công giáo",
        "03": "Cao Đài",
        "04": "Phật giáo Hòa Hảo",
        "05": "Tin Lành",
    },
    "nhom-mau": {"00": "Chưa biết", "01": "A", "02": "B", "03": "AB", "04": "O"},
    "hon-nhan": {
        "0": "Chưa biết",
        "1": "Chưa kết hôn",
        "2": "Đang có vợ hoặc chồng",
        "3": "Đã ly hôn hoặc góa",
    },
    "quan-he": {"cha": "Cha", "me": "Mẹ", "giam_ho": "Người giám hộ", "chu_ho": "Chủ hộ"},
    "quoc-gia": {"VNM": "Việt Nam", "KOR": "Hàn Quốc", "XXA": "Không quốc tịch"},
    "tinh": {PROVINCE_CODE: PROVINCE},
    "xa": {ward.code: ward.name for ward in WARDS},
    "xa-cu": {ward.legacy_ward_code: f"{ward.legacy_ward}, {ward.legacy_district}" for ward in WARDS},
}
