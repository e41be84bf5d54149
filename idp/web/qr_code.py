"""QR codes as inline SVG: no picture to load, nothing the content policy forbids."""

from markupsafe import Markup

_QUIET = 4


def qr_code(text: str, label: str) -> Markup:
    """A QR code to put into a page.

    Args:
        text: What it says.
        label: What somebody who cannot see it is told.
    """
    import qrcode.constants  # noqa: PLC0415  loaded when the first one is shown: few processes ever show one

    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    side = len(rows) + 2 * _QUIET
    dots = "".join(
        f"M{x + _QUIET} {y + _QUIET}h1v1h-1z"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    )
    return Markup(
        '<svg class="qr" role="img" viewBox="0 0 {side} {side}" width="220" height="220" shape-rendering="crispEdges">'
        '<title>{label}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path d="{dots}"/></svg>'
    ).format(side=side, label=label, dots=dots)
