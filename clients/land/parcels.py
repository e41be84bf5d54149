"""The parcels of an invented corner of the province. Whose they are is not public."""

import hashlib
import re
from dataclasses import dataclass

Texts = dict[str, str]

_HOME = {"vi": "Đất ở tại đô thị", "en": "Urban residential land"}
_VILLAGE = {"vi": "Đất ở tại nông thôn", "en": "Rural residential land"}
_RICE = {"vi": "Đất trồng lúa", "en": "Rice land"}
_ORCHARD = {"vi": "Đất trồng cây lâu năm", "en": "Orchard land"}
_LOTUS = {"vi": "Đất nuôi trồng thủy sản", "en": "Aquaculture land"}
_NO_PLAN = {"vi": "Không nằm trong quy hoạch thu hồi", "en": "Not planned to be taken"}
_ROAD = {"vi": "Một phần nằm trong lộ giới mở rộng", "en": "Partly inside a planned road"}
HOLDINGS_PER_CITIZEN = 2


@dataclass(frozen=True)
class Parcel:
    """One parcel.

    Args:
        sheet: The cadastral map sheet.
        number: Its number on the sheet.
        place: Where it is.
        area: In square metres.
        use: What it may be used for.
        plan: What the plans say.
    """

    sheet: int
    number: int
    place: str
    area: float
    use: Texts
    plan: Texts

    @property
    def id(self) -> str:
        """Its name in addresses."""
        return f"{self.sheet}-{self.number}"


PARCELS = {
    parcel.id: parcel
    for parcel in (
        Parcel(12, 48, "Phường Sen Hồng", 126.4, _HOME, _NO_PLAN),
        Parcel(12, 51, "Phường Sen Hồng", 94.0, _HOME, _ROAD),
        Parcel(12, 77, "Phường Sen Hồng", 210.8, _HOME, _NO_PLAN),
        Parcel(7, 103, "Xã Bến Sông", 312.5, _VILLAGE, _NO_PLAN),
        Parcel(7, 118, "Xã Bến Sông", 2_140.0, _RICE, _NO_PLAN),
        Parcel(7, 131, "Xã Bến Sông", 1_875.3, _ORCHARD, _ROAD),
        Parcel(31, 5, "Xã Đồng Sen", 4_020.0, _LOTUS, _NO_PLAN),
        Parcel(31, 9, "Xã Đồng Sen", 3_310.6, _RICE, _NO_PLAN),
    )
}


def search(words: str) -> list[Parcel]:
    """The parcels somebody means by `12 48`, `tờ 12 thửa 48`, `12` or the name of a place.

    Args:
        words: As they were typed.
    """
    numbers = [int(each) for each in re.findall(r"\d{1,6}", words, re.ASCII)]
    if numbers:
        wanted = tuple(numbers[:2])
        return [each for each in PARCELS.values() if (each.sheet, each.number)[: len(wanted)] == wanted]
    place = " ".join(words.casefold().split())
    return [each for each in PARCELS.values() if place and place in each.place.casefold()]


def parcels_of(sub: str) -> list[Parcel]:
    """A citizen's parcels. A sample has no land register behind it: they are drawn from the `sub`."""
    mark = hashlib.sha256(sub.encode("utf-8", "surrogatepass")).digest()
    known = list(PARCELS.values())
    return [known[(mark[0] + 3 * number) % len(known)] for number in range(HOLDINGS_PER_CITIZEN)]
