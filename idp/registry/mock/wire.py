"""An answer on the wire: signed as a rule, spoilt when the simulation says so."""

from collections.abc import Callable
from dataclasses import dataclass

from idp.registry.mock.reply import Reply
from idp.registry.mock.signing import Signer

_ERROR_PAGE = (
    "<!doctype html><html><head><title>Lỗi</title></head><body><h1>502 Bad Gateway</h1></body></html>"
)


@dataclass(frozen=True)
class OnTheWire:
    """Status, media type and bytes."""

    status: int
    media_type: str
    body: bytes


def signed(reply: Reply, signer: Signer) -> OnTheWire:
    """The answer as it should be."""
    return OnTheWire(reply.status, "application/jose", signer.sign(reply.payload).encode())


def spoilt(reply: Reply, signer: Signer, fault: str) -> OnTheWire:
    """The answer as it should not be."""
    good = signed(reply, signer)
    two = [{"ho_ten": "Phạm Gia Bảo"}, {"ho_ten": "Phạm Gia Hưng"}]
    ways: dict[str, Callable[[], OnTheWire]] = {
        "090": lambda: OnTheWire(200, "text/html; charset=utf-8", _ERROR_PAGE.encode()),
        "091": lambda: OnTheWire(200, good.media_type, b"\xef\xbb\xbf" + good.body[: len(good.body) // 2]),
        "092": lambda: OnTheWire(200, "text/plain", b"Citizen not found"),
        "093": lambda: _signed_as(reply, signer, request_id="of-somebody-else-0000000"),
        "094": lambda: _signed_as(reply, signer, code="000", result=two),
        "095": lambda: signed(reply, Signer("somebody else")),
    }
    return ways[fault]() if fault in ways else good


def _signed_as(reply: Reply, signer: Signer, **other: object) -> OnTheWire:
    return signed(Reply(200, reply.payload | other), signer)
