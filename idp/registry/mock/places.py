"""The invented province An Liên: two-level wards of today and the districts of the old maps. No code is assigned."""

from idp.registry.mock.person import Ward

PROVINCE_CODE = "98"
PROVINCE = "Tỉnh An Liên"

_TABLE = """
98001|Phường Sen Hồng|981|Thành phố Sen|98101|Phường 1
98002|Phường Sen Trắng|981|Thành phố Sen|98104|Phường 4
98003|Phường Hoà An|981|Thành phố Sen|98107|Xã Hoà An
98004|Phường Bến Đò|981|Thành phố Sen|98110|Phường Bến Đò
98005|Phường Chợ Vàm|982|Thị xã Vàm Sen|98201|Phường Chợ Vàm
98006|Phường Cầu Ngang|982|Thị xã Vàm Sen|98203|Phường Cầu Ngang
98007|Xã Tân Liên|982|Thị xã Vàm Sen|98205|Xã Tân Liên Tây
98008|Xã Gò Sậy|983|Huyện Gò Sậy|98301|Thị trấn Gò Sậy
98009|Xã Kênh Ngọt|983|Huyện Gò Sậy|98304|Xã Kênh Ngọt
98010|Xã Đồng Súng|983|Huyện Gò Sậy|98307|Xã Đồng Súng B
98011|Xã Cù Lao Én|984|Huyện Cù Lao|98401|Xã Cù Lao Én
98012|Xã Bình Khuê|984|Huyện Cù Lao|98403|Xã Bình Khuê
98013|Xã Thạnh Mỹ Sen|984|Huyện Cù Lao|98405|Xã Thạnh Mỹ
98014|Xã Rạch Trầu|985|Huyện Rạch Trầu|98501|Thị trấn Rạch Trầu
98015|Xã Lung Mây|985|Huyện Rạch Trầu|98503|Xã Lung Mây
98016|Xã Vĩnh Thuý|985|Huyện Rạch Trầu|98506|Xã Vĩnh Thuý
98017|Phường Cửa Thành|986|Quận Thành Cổ|98601|Phường Cửa Đông
98018|Phường Kim Lũng|986|Quận Thành Cổ|98604|Phường Kim Lũng
98019|Phường Vỹ Hương|986|Quận Thành Cổ|98606|Phường Vỹ Hương
98020|Xã A Roàng Sen|987|Huyện A Roàng|98701|Xã A Roàng
98021|Xã Phá Lau|988|Huyện Phá Lau|98801|Xã Phá Lau
98022|Xã Lộc Sú|988|Huyện Phá Lau|98804|Xã Lộc Sú
98023|Xã Quảng Lài|988|Huyện Phá Lau|98806|Xã Quảng Lài
98024|Xã Hương Bưởi|987|Huyện A Roàng|98705|Xã Hương Bưởi
"""

WARDS = tuple(Ward(*line.split("|")) for line in _TABLE.strip().splitlines())
"""Old-style tone marks (Hoà, Thuý) stand beside new ones, as in official lists."""

WARD_BY_CODE = {ward.code: ward for ward in WARDS}

STREETS = (
    "Lý Thường Kiệt",
    "Hai Bà Trưng",
    "Nguyễn Trãi",
    "Trần Hưng Đạo",
    "Lê Lợi",
    "Phan Bội Châu",
    "Bờ Kênh",
    "Hoa Sen",
    "Đình Làng",
    "Bến Chợ",
)
HAMLETS = ("Ấp 1", "Ấp 3", "Ấp Thượng", "Ấp Hạ", "Khóm 2", "Khóm 5", "Thôn Đông", "Thôn Tây", "Tổ dân phố 4")
