"""Operations upon operators."""

from idp.operators.rights import Right
from idp.web.api import operators
from idp.web.api.operation import PAGES, Operation

_ONE = "/operators/<operator_id>"

ROWS: tuple[Operation, ...] = (
    Operation(
        "listOperators",
        "GET",
        "/operators",
        Right.SEE_OPERATORS,
        "The operators. A personnel directory keeps them through SCIM.",
        operators.list_operators,
        "OperatorPage",
        query=PAGES,
    ),
    Operation(
        "getOperator",
        "GET",
        _ONE,
        Right.SEE_OPERATORS,
        "One operator.",
        operators.get_operator,
        "Operator",
    ),
    Operation(
        "inviteOperator",
        "POST",
        "/invitations",
        Right.CHANGE_OPERATORS,
        "Send somebody a link to an account; they choose its name.",
        operators.invite_operator,
        "Invitation",
        "InvitationMembers",
        status=201,
    ),
    Operation(
        "inviteAgain",
        "POST",
        f"{_ONE}/invite",
        Right.CHANGE_OPERATORS,
        "Send the link again to an account that nobody has enrolled yet.",
        operators.invite_again,
        "Operator",
    ),
    Operation(
        "suspendOperator",
        "POST",
        f"{_ONE}/suspend",
        Right.CHANGE_OPERATORS,
        "Shut somebody out; their sessions end at once.",
        operators.suspend_operator,
        "Operator",
    ),
    Operation(
        "resumeOperator",
        "POST",
        f"{_ONE}/resume",
        Right.CHANGE_OPERATORS,
        "Let somebody in again; a province administrator is let in by people.",
        operators.resume_operator,
        "Operator",
    ),
    Operation(
        "endOperatorSessions",
        "POST",
        f"{_ONE}/end-sessions",
        Right.CHANGE_OPERATORS,
        "End every session of an operator.",
        operators.end_sessions,
        "Operator",
    ),
)
