"""Mail that something of an application ends soon: to those its registration names, and to its unit."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import quote

from idp.operators.letters import Letter, Text
from idp.operators.notices import OperatorNotices
from idp.operators.rights import Role

_SHOWN = "%d/%m/%Y"

LETTERS: dict[str, Letter] = {
    "secret": Letter(
        Text(
            "Khóa bí mật của {application} hết hạn ngày {day}",
            "Khóa bí mật …{name} của ứng dụng {application} ({client_id}) hết hạn ngày {day}, còn {left} ngày. "
            "Sau ngày đó, khóa này không đăng nhập được nữa.\n\n"
            "Lần cuối khóa này được dùng: {used}. Nếu khóa vẫn đang được dùng, hãy đổi sang khóa mới hơn; nếu chưa "
            "có khóa mới, hãy tạo ở trang:\n\n    {console}/clients/{path}/secrets",
        ),
        Text(
            "A secret of {application} ends on {day}",
            "The secret …{name} of the application {application} ({client_id}) ends on {day}; days left: {left}. "
            "After that day it opens nothing.\n\n"
            "Last used: {used}. If it is still in use, change over to the newer secret; if there is none yet, make "
            "one at:\n\n    {console}/clients/{path}/secrets",
        ),
    ),
    "certificate": Letter(
        Text(
            "Chứng thư của {application} hết hạn ngày {day}",
            "Một chứng thư mà ứng dụng {application} ({client_id}) đã đăng ký hết hạn ngày {day}, còn {left} ngày. "
            "Sau ngày đó, ứng dụng không kết nối được bằng chứng thư này.\n\n"
            "Hãy đăng ký chứng thư kế tiếp bên cạnh chứng thư đang dùng:\n\n    {console}/clients/{path}/connection",
        ),
        Text(
            "A certificate of {application} ends on {day}",
            "A certificate that the application {application} ({client_id}) has registered ends on {day}; days left: "
            "{left}. After that day the application cannot connect with it.\n\n"
            "Register the next certificate beside it:\n\n    {console}/clients/{path}/connection",
        ),
    ),
    "ground": Letter(
        Text(
            "Căn cứ nhận dữ liệu của {application} hết ngày {day}",
            "Căn cứ để ứng dụng {application} ({client_id}) nhận dữ liệu “{name}” có hiệu lực đến hết ngày {day}, còn "
            "{left} ngày. Từ hôm sau, ứng dụng tự động không nhận được dữ liệu này nữa.\n\n"
            "Nếu có căn cứ mới, hãy ghi vào hồ sơ và gửi duyệt; nếu không còn cần dữ liệu này, hãy bỏ ra khỏi hồ sơ:"
            "\n\n    {console}/clients/{path}/data",
        ),
        Text(
            "The legal ground of {application} ends on {day}",
            "The ground on which the application {application} ({client_id}) receives the data “{name}” lasts until "
            "the end of {day}; days left: {left}. From the next day on the application no longer receives it.\n\n"
            "If there is a new ground, enter it and ask for approval; if the data is no longer needed, take it out "
            "of the registration:\n\n    {console}/clients/{path}/data",
        ),
    ),
}
"""What is said, by the kind of thing that ends."""


class EndingLetters:
    """Writes them.

    Args:
        notices: Mail to operators.
    """

    def __init__(self, notices: OperatorNotices) -> None:
        self._notices = notices

    def write(
        self,
        what: str,
        *,
        application: tuple[str, str, str],
        name: str,
        last_day: date,
        days_left: int,
        last_used: date | None,
        contacts: Sequence[str],
    ) -> int:
        """Queue the letters about one thing; how many. Where a unit has nobody, the province is told.

        Args:
            what: Which letter.
            application: Its identifier, its name, and the unit it belongs to.
            name: What tells the thing from others.
            last_day: Its last day.
            days_left: Days until then.
            last_used: When it was last used, where that is known.
            contacts: Mail addresses of those the registration names.
        """
        client_id, title, unit = application
        facts = {
            "application": title,
            "client_id": client_id,
            "path": quote(client_id, safe=""),
            "name": name,
            "day": f"{last_day:{_SHOWN}}",
            "left": str(days_left),
            "used": f"{last_used:{_SHOWN}}" if last_used else "–",
        }
        for address in contacts:
            self._notices.write(address, "vi", LETTERS[what], **facts)
        sent = len(contacts) + self._notices.send(unit, LETTERS[what], but=contacts, **facts)
        return sent or self._notices.send(Role.PROVINCE_ADMINISTRATOR, LETTERS[what], **facts)
