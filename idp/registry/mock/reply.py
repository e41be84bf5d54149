"""The coded outcomes of the register and the answers that carry them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """What a code means on the wire."""

    status: int
    """HTTP status."""
    result: str
    life: str = ""
    retry_after: int = 0
    """Seconds."""


OUTCOMES = {
    "000": Outcome(200, "khop", "song"),
    "001": Outcome(200, "khong_khop"),
    "002": Outcome(200, "khong_du_du_lieu"),
    "003": Outcome(400, "sai_mau"),
    "004": Outcome(403, "thu_tuc_chua_cap_phep"),
    "005": Outcome(403, "can_bo_khong_co_quyen"),
    "006": Outcome(401, "khoa_khong_hop_le"),
    "007": Outcome(429, "vuot_han_muc", retry_after=60),
    "008": Outcome(423, "dang_dieu_chinh"),
    "009": Outcome(410, "so_da_huy", "so_da_huy"),
    "010": Outcome(200, "khong_con_song"),
    "011": Outcome(503, "bao_tri", retry_after=600),
    "012": Outcome(504, "khong_tra_loi", retry_after=30),
}


@dataclass(frozen=True)
class Reply:
    """An answer before it is signed: the HTTP status and what will be signed."""

    status: int
    payload: dict[str, Any]


def reply(code: str, request_id: str, **more: Any) -> Reply:
    """The answer of that code to that request."""
    outcome = OUTCOMES[code]
    payload: dict[str, Any] = {"request_id": request_id, "code": code, "result": outcome.result}
    if outcome.life:
        payload["status"] = outcome.life
    if outcome.retry_after:
        payload["retry_after"] = outcome.retry_after
    return Reply(outcome.status, payload | more)
