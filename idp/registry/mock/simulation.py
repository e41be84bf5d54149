"""How badly the register behaves: latency and faults, switched while it runs, replayed from a seed."""

import math
from dataclasses import dataclass, replace
from itertools import count, pairwise
from threading import Lock

from idp.registry.mock.draws import Draws

CODED_FAULTS = ("002", "008", "009", "010", "011", "012")
"""The register answers with this code whatever was asked."""

WIRE_FAULTS = ("090", "091", "092", "093", "094", "095")
"""The answer is spoilt on its way: an error page, half of it, English, another request, two people, another key."""

FAULTS = CODED_FAULTS + WIRE_FAULTS

_QUANTILES = ((0.0, 0.12), (0.5, 0.35), (0.95, 2.0), (0.99, 8.0), (1.0, 15.0))
"""Share of answers and seconds: median 350 ms, one in twenty over 2 s, one in a hundred over 8 s."""

LATENCIES = {"none": 0.0, "real": 1.0, "evening": 3.0}
"""What the quantiles are multiplied by."""


@dataclass(frozen=True)
class Profile:
    """A way to behave.

    Args:
        name: How it is called on the control plane.
        label: How it is called on the page.
        latency: One of `LATENCIES`, or seconds that every answer takes.
        fault: One of `FAULTS`, or empty.
        share: Of ten thousand answers, how many have the fault.
    """

    name: str
    label: str
    latency: str | float = "none"
    fault: str = ""
    share: int = 10_000

    def __post_init__(self) -> None:
        if isinstance(self.latency, str) and self.latency not in LATENCIES:
            raise ValueError("no such latency")
        if not isinstance(self.latency, str) and not 0 <= self.latency <= 60:
            raise ValueError("an answer takes 0 to 60 seconds")
        if self.fault and self.fault not in FAULTS:
            raise ValueError("no such fault")
        if not 0 <= self.share <= 10_000:
            raise ValueError("a share is 0 to 10000")


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("calm", "Bình thường, trả lời ngay"),
        Profile("real", "Độ trễ như thật", latency="real"),
        Profile("evening", "Giờ cao điểm buổi tối", latency="evening"),
        Profile("storm", "Quá tải: bốn phần mười không trả lời", latency="real", fault="011", share=4_000),
        Profile("maintenance", "Đang bảo trì", fault="011"),
        Profile("down", "Không trả lời", fault="012"),
        Profile("hanging", "Treo 20 giây", latency=20.0),
        Profile("correcting", "Mọi hồ sơ đang điều chỉnh", fault="008"),
        Profile("html", "Trả về trang lỗi HTML", fault="090"),
        Profile("truncated", "Trả lời bị cắt cụt", fault="091"),
        Profile("english", "Trả lời bằng tiếng Anh", fault="092"),
        Profile("crossed", "Trả lời của yêu cầu khác", fault="093"),
        Profile("twins", "Trả về hai người", fault="094"),
        Profile("forged", "Chữ ký của khóa lạ", fault="095"),
    )
}


@dataclass(frozen=True)
class Disturbance:
    """What befalls one answer."""

    seconds: float = 0.0
    fault: str = ""


class Simulation:
    """The profile in force. The n-th answer after a switch fares the same for the same seed."""

    def __init__(self, profile: Profile = PROFILES["calm"], seed: str = "sim") -> None:
        self._lock = Lock()
        self.switch(profile, seed)

    def switch(self, profile: Profile, seed: str = "sim") -> None:
        """Behave like this from the next answer on."""
        with self._lock:
            self.profile = profile
            self._seed = seed
            self._count = count()

    def next(self) -> Disturbance:
        """What befalls the next answer."""
        with self._lock:
            profile, draws = self.profile, Draws(self._seed, f"answer:{next(self._count)}")
        fault = profile.fault if draws.happens(profile.share) else ""
        return Disturbance(_seconds(profile.latency, draws), fault)


def custom(latency: str | float, fault: str, share: int) -> Profile:
    """A profile of one's own.

    Raises:
        ValueError: Something in it does not exist.
    """
    return replace(
        PROFILES["calm"], name="custom", label="Tự chọn", latency=latency, fault=fault, share=share
    )


def _seconds(latency: str | float, draws: Draws) -> float:
    if not isinstance(latency, str):
        return latency
    if LATENCIES[latency] == 0:
        return 0.0
    chance = draws.below(1_000_000) / 1_000_000
    for (low, fast), (high, slow) in pairwise(_QUANTILES):
        if chance <= high:
            part = (chance - low) / (high - low)
            return LATENCIES[latency] * math.exp(math.log(fast) + part * (math.log(slow) - math.log(fast)))
    return 0.0
