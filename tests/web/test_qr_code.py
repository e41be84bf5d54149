"""QR codes as part of a page."""

import re

from idp.web.qr_code import qr_code


def test_a_code_is_one_drawing_without_style_or_script():
    drawing = qr_code("otpauth://totp/Sen%20ID:x?secret=ABC", "Mã QR")

    assert drawing.startswith("<svg")
    assert "<title>Mã QR</title>" in drawing
    assert not re.search(r"style|script|href|data:", drawing)


def test_its_label_is_text_and_no_markup():
    assert "<b>" not in qr_code("x", "<b>")


def test_it_has_the_quiet_zone_readers_need():
    side = int(re.search(r'viewBox="0 0 (\d+)', qr_code("x", "x"))[1])

    dots = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1", qr_code("x", "x"))]

    assert min(min(dot) for dot in dots) == 4
    assert max(max(dot) for dot in dots) == side - 5
    assert (4, 4) in dots
