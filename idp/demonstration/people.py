"""Who has an account in the demonstration. All of them are personas of the mock register; nobody is real."""

from dataclasses import dataclass

PASSWORD = "hoa sen giua dong nuoc noi"  # noqa: S105  known to everybody, and refused in production
ADMINISTRATOR = "lan"
ADMINISTRATOR_PASSWORD = "ba gian nha co hai trai bep"  # noqa: S105  likewise
DEVELOPER = "minh"
DEVELOPER_PASSWORD = "con cua bo trong ruong lua"  # noqa: S105  likewise
UNIT = "Sở Y tế"
"""Whose developer that is."""

CROWD_PASSWORD = "mua nuoc noi bong dien dien"  # noqa: S105  likewise


@dataclass(frozen=True)
class DemoPerson:
    """One of them.

    Args:
        number: Identity number in the mock register.
        name: As the register has it.
        birth: `YYYY-MM-DD`, or the year alone.
        phone: Their mobile number.
        has_app: Whether an authenticator app is set up.
        note: What they are good to try, in Vietnamese.
    """

    number: str
    name: str
    birth: str
    phone: str
    has_app: bool
    note: str


PEOPLE = (
    DemoPerson("098172000101", "Trần Thị Bảy", "1972-03-08", "0990000101", True, "hai yếu tố, mọi thứ khớp"),
    DemoPerson("098082000121", "Huỳnh Quốc Trung", "1982-05-19", "0990000121", True, "hai yếu tố"),
    DemoPerson(
        "098045000102", "Lê Văn Út", "1945", "0990000102", False, "chỉ biết năm sinh, chỉ có mật khẩu"
    ),
    DemoPerson("098191000120", "Nguyễn Khánh An", "1991-01-31", "0990000120", False, "chỉ có mật khẩu"),
)

FREE = (
    DemoPerson(
        "098190000103", "Nguyễn Thị Hòa", "1990-03-08", "0990000103", False, "chưa có tài khoản: thử đăng ký"
    ),
    DemoPerson(
        "098168000116", "Công Tằng Tôn Nữ Thị Hoài An", "1968-02-19", "0990000116", False, "chưa có tài khoản"
    ),
)
"""People who can be registered by hand: `./run` prints their card."""
