"""Mail about acts that need two people: to those who decide when one is asked for, to the asker when it was decided."""

from collections.abc import Callable

from idp.operators.change_requests import RIGHT_TO_DECIDE, Kind
from idp.operators.letters import Letter, Text
from idp.operators.notices import OperatorNotices
from idp.operators.rights import Reach, Role, reach
from idp.store.models import ChangeRequest, Operator

ASKED = Letter(
    Text(
        "Có yêu cầu chờ duyệt",
        "Một việc cần người thứ hai duyệt. Xem nội dung sẽ thay đổi và quyết định tại:\n\n"
        "    {console}/requests/{request}\n\nYêu cầu tự hết hạn sau 30 ngày.",
    ),
    Text(
        "A request waits for approval",
        "An act needs a second person. See what would change, and decide, at:\n\n"
        "    {console}/requests/{request}\n\nThe request ends by itself after 30 days.",
    ),
)
DECIDED = Letter(
    Text(
        "Yêu cầu của Ông/Bà đã có quyết định",
        "Xem quyết định và ý kiến của người duyệt tại:\n\n    {console}/requests/{request}",
    ),
    Text(
        "Your request was decided",
        "See the decision, and what was said about it, at:\n\n    {console}/requests/{request}",
    ),
)
_SPARE = Role.PROVINCE_ADMINISTRATOR
"""Who decides on everything; told where nobody else does."""


class RequestNotices:
    """Tells operators about requests.

    Args:
        notices: Sends mail.
        find: An operator by their identifier.
    """

    def __init__(self, notices: OperatorNotices, find: Callable[[str], Operator | None]) -> None:
        self._notices = notices
        self._find = find

    def asked(self, request: ChangeRequest) -> None:
        """Somebody has asked: tell those whose work it is to decide."""
        right = RIGHT_TO_DECIDE[Kind(request.kind)]
        roles = [role for role in Role if role is not _SPARE and reach(role, right) is not Reach.NONE]
        told = sum(self._notices.send(role, ASKED, request=request.id) for role in roles)
        if not told:
            self._notices.send(_SPARE, ASKED, request=request.id)

    def decided(self, request: ChangeRequest) -> None:
        """It was decided: tell whoever asked, unless it was they."""
        asker = self._find(request.asked_by)
        if asker is not None and request.decided_by != asker.id:
            self._notices.send(asker, DECIDED, request=request.id)
