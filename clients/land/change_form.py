"""What is asked of somebody who wants a change."""

from clients.kit.forms import Field

KINDS = {
    "split": {"vi": "Tách thửa", "en": "Split the parcel"},
    "merge": {"vi": "Hợp thửa", "en": "Join parcels"},
    "use": {"vi": "Chuyển mục đích sử dụng", "en": "Change the permitted use"},
    "data": {"vi": "Đính chính diện tích, ranh giới", "en": "Correct area or boundary"},
}
QUESTIONS = (
    Field(
        "kind", {"vi": "Ông/Bà muốn thay đổi gì?", "en": "What should change?"}, kind="choice", choices=KINDS
    ),
    Field(
        "reason",
        {"vi": "Nội dung và lý do", "en": "Details and reason"},
        hint={
            "vi": "Ví dụ: tách 60 m² phía giáp đường cho con",
            "en": "For example: 60 m² along the road for a child",
        },
        kind="long",
        most=1_000,
    ),
)
