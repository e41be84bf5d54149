"""Who asks: the network and the browser of a request, as far as they matter for signing in."""

from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from flask import request

from idp.citizens.entrance import Browser
from idp.web.citizen.session_cookie import DEVICE, cookie, current_session
from idp.web.language import language

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("coc_coc_browser", "Cốc Cốc"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Zalo", "Zalo"),
    ("UCBrowser", "UC Browser"),
    ("FxiOS", "Firefox"),
    ("Firefox", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_LONGEST_AGENT = 400


def visitor(client_id: str | None = None) -> Browser:
    """Where this request comes from.

    Args:
        client_id: The application the citizen is on the way to.
    """
    return Browser(
        network=network_of(request.remote_addr),
        agent=agent_of(request.headers.get("User-Agent", "")),
        device=cookie(DEVICE),
        session=current_session(),
        client_id=client_id,
        language=language(),
    )


def network_of(address: str | None) -> str:
    """The network guesses are counted for: an IPv4 address, or the /64 of an IPv6 one, which is one household."""
    try:
        parsed: IPv4Address | IPv6Address = ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(IPv6Network((int(parsed), 64), strict=False))
    return str(parsed)


def agent_of(header: str) -> str:
    """A browser in two words that need no translation: `Chrome · Android`. Empty when it does not say."""
    text = header[:_LONGEST_AGENT]
    found = (next((name for mark, name in known if mark in text), "") for known in (_BROWSERS, _SYSTEMS))
    return " · ".join(name for name in found if name)
