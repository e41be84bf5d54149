"""Who sees a request, who decides and who takes it back, declared by hand: `may_see` is a union that no right says."""

from idp.operators.change_requests import Kind
from idp.operators.rights import Role
from tests.rights.places import Owner

ABOUT = {
    "about an application": (Kind.CLIENT_APPROVAL, Kind.CLIENT_CHANGE),
    "every other": (Kind.OPERATOR_ROLE, Kind.KEY_ROTATION, Kind.KEY_REVOCATION, Kind.PERSONAL_EXPORT),
}
"""The two sorts of requests, by who decides on them."""

WORDS = {
    "–": "to them there is none of that name",
    "sees": "looks at it, and no more",
    "decides": "looks at it and is the second person",
    "takes back": "looks at it, and withdraws it; nobody decides on what they asked for themselves",
}

_NOTHING = dict.fromkeys(Role, "–")
_SUPERVISORS = {
    **_NOTHING,
    Role.PROVINCE_ADMINISTRATOR: "decides",
    Role.APPROVER: "decides",
    Role.AUDITOR: "sees",
}

REQUESTS: dict[tuple[str, Owner], dict[Role, str]] = {
    (what, owner): {**_SUPERVISORS, **custodian, **more}
    for what, custodian in (
        ("about an application", dict[Role, str]()),
        ("every other", {Role.KEY_CUSTODIAN: "decides"}),
    )
    for owner, more in (
        (Owner.OWN_UNIT, {Role.UNIT_ADMINISTRATOR: "sees"}),
        (Owner.OTHER_UNIT, dict[Role, str]()),
        (Owner.SELF, dict.fromkeys(Role, "takes back")),
        (Owner.NOBODY, dict[Role, str]()),
    )
}
"""By what a request is about and whose it is: a word of `WORDS` for each role."""
