"""Text for SMS."""

import pytest

from idp.outbound.gsm import unaccented


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Mã xác thực của Ông/Bà", "Ma xac thuc cua Ong/Ba"),
        ("Đổi mật khẩu ngay", "Doi mat khau ngay"),
        ("ĐẶNG THỊ HUỆ", "DANG THI HUE"),
        ("đường Nguyễn Huệ", "duong Nguyen Hue"),
        ("Chrome · Android – mới", "Chrome - Android - moi"),
        ("@id.anlien.example #482913", "@id.anlien.example #482913"),
        ("[a]{b}~|^€`", "?a??b??????"),
        ("một\u00a0hai\n", "mot hai\n"),
        ("👍", "?"),
    ],
)
def test_only_signs_of_the_basic_table_are_left(text, plain):
    assert unaccented(text) == plain
