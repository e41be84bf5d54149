"""The business register beside the population: who represents which organisation. All are invented."""

from typing import Any, NamedTuple


class Representation(NamedTuple):
    """An organisation and what somebody may do for it.

    Args:
        id: Ten digits for an enterprise, thirteen for a branch; or another kind of identifier.
        id_type: `mst` (tax number), `mdd` (identifier of an agency) or `vneid_org`.
        name: As registered.
        role: `dai_dien_phap_luat`, `duoc_uy_quyen` or `nhan_vien`.
        valid_to: The last day of it, ISO 8601; empty where it has no end.
    """

    id: str
    id_type: str
    name: str
    role: str
    valid_to: str = ""


_BY_PERSON: dict[str, tuple[Representation, ...]] = {
    "098187000122": (
        Representation("9800000122", "mst", "Công ty TNHH Nông sản Sen Hồng", "dai_dien_phap_luat"),
        Representation(
            "9800000122001", "mst", "Chi nhánh Cầu Ngang – Nông sản Sen Hồng", "duoc_uy_quyen", "2030-12-31"
        ),
    ),
}


def represented_by(uid: str) -> list[dict[str, Any]]:
    """The organisations a person represents, as they are sent."""
    return [
        {name: value for name, value in line._asdict().items() if value} for line in _BY_PERSON.get(uid, ())
    ]
