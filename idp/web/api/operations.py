"""Every operation of the API: one row each. Routes, rights and the OpenAPI document follow from it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response

from idp.operators.rights import Right
from idp.web.api import clients, installation, secrets


@dataclass(frozen=True)
class Operation:
    """One operation.

    Args:
        id: Its name, which stays.
        method: The HTTP method.
        path: Below `/api/v1`; what changes is in angle brackets.
        right: What the caller must have.
        summary: What it does, in a sentence.
        view: Does it.
        answer: The schema of its answer.
        body: The schema of what is sent.
        query: Parameters of the address.
        status: Of the answer when all is well.
        also: Another status that is fine.
    """

    id: str
    method: str
    path: str
    right: Right
    summary: str
    view: Callable[..., Response]
    answer: str = ""
    body: str = ""
    query: tuple[str, ...] = ()
    status: int = 200
    also: int | None = None

    @property
    def changes(self) -> bool:
        """Whether it changes something."""
        return self.method not in ("GET", "HEAD")

    @property
    def needs_version(self) -> bool:
        """Whether `If-Match` has to be sent."""
        return self.method == "PATCH"


_PAGES = ("limit", "cursor")
_ONE = "/clients/<client_id>"

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "listClients",
        "GET",
        "/clients",
        Right.SEE_CLIENTS,
        "The applications you may see.",
        clients.list_clients,
        "ClientPage",
        query=(*_PAGES, "state", "unit", "kind"),
    ),
    Operation(
        "createClient",
        "POST",
        "/clients",
        Right.DRAFT_CLIENTS,
        "Make a draft; its secret is told this once.",
        clients.create_client,
        "NewClient",
        "ClientMembers",
        status=201,
    ),
    Operation(
        "getClient",
        "GET",
        _ONE,
        Right.SEE_CLIENTS,
        "One application; its ETag is its version.",
        clients.get_client,
        "Client",
    ),
    Operation(
        "changeClient",
        "PATCH",
        _ONE,
        Right.DRAFT_CLIENTS,
        "Change members; 202 where a person has to approve first.",
        clients.change_client,
        "Client",
        "ClientMembers",
        also=202,
    ),
    Operation(
        "submitClient",
        "POST",
        f"{_ONE}/submit",
        Right.DRAFT_CLIENTS,
        "Ask for the approval of a draft.",
        clients.submit_client,
        "Asked",
        status=202,
    ),
    Operation(
        "suspendClient",
        "POST",
        f"{_ONE}/suspend",
        Right.SUSPEND_CLIENTS,
        "Stop an application; its sessions and tokens end at once.",
        clients.suspend_client,
        "Client",
    ),
    Operation(
        "resumeClient",
        "POST",
        f"{_ONE}/resume",
        Right.SUSPEND_CLIENTS,
        "Let a suspended application be used again.",
        clients.resume_client,
        "Client",
    ),
    Operation(
        "listVersions",
        "GET",
        f"{_ONE}/versions",
        Right.SEE_CLIENTS,
        "Every version of a registration, the latest first.",
        clients.list_versions,
        "VersionPage",
    ),
    Operation(
        "getLint",
        "GET",
        f"{_ONE}/lint",
        Right.SEE_CLIENTS,
        "How good a registration is, and what to mend.",
        clients.get_lint,
        "LintReport",
    ),
    Operation(
        "listCalls",
        "GET",
        f"{_ONE}/calls",
        Right.SEE_CALLS,
        "The latest calls of an application.",
        clients.list_calls,
        "CallPage",
    ),
    Operation(
        "listSecrets",
        "GET",
        f"{_ONE}/secrets",
        Right.SEE_CLIENTS,
        "Which secrets work; none of them is told.",
        secrets.list_secrets,
        "SecretPage",
    ),
    Operation(
        "rotateSecret",
        "POST",
        f"{_ONE}/secrets",
        Right.DRAFT_CLIENTS,
        "A new secret, told this once; the older ones go on for a while.",
        secrets.rotate_secret,
        "NewSecret",
        "Rotation",
        status=201,
    ),
    Operation(
        "revokeSecret",
        "DELETE",
        f"{_ONE}/secrets/<secret_id>",
        Right.DRAFT_CLIENTS,
        "End one secret at once.",
        secrets.revoke_secret,
        status=204,
    ),
    Operation(
        "listUnits",
        "GET",
        "/units",
        Right.SEE_UNITS,
        "The units.",
        installation.list_units,
        "UnitPage",
        query=_PAGES,
    ),
    Operation(
        "createUnit",
        "POST",
        "/units",
        Right.CHANGE_UNITS,
        "One more unit.",
        installation.create_unit,
        "Unit",
        "UnitMembers",
        status=201,
    ),
    Operation(
        "changeUnit",
        "PATCH",
        "/units/<unit_id>",
        Right.CHANGE_UNITS,
        "Change a unit; what names it names it anew.",
        installation.change_unit,
        "Unit",
        "UnitMembers",
    ),
    Operation(
        "listOperators",
        "GET",
        "/operators",
        Right.SEE_OPERATORS,
        "The operators. They are kept through SCIM.",
        installation.list_operators,
        "OperatorPage",
        query=_PAGES,
    ),
    Operation(
        "listRequests",
        "GET",
        "/requests",
        Right.SEE_CLIENTS,
        "What waits for a second person. Deciding takes people.",
        installation.list_requests,
        "RequestPage",
        query=_PAGES,
    ),
    Operation(
        "listKeys",
        "GET",
        "/keys",
        Right.SEE_KEYS,
        "The signing keys, public parts only.",
        installation.list_keys,
        "KeyPage",
    ),
    Operation(
        "searchAudit",
        "GET",
        "/audit",
        Right.SEE_AUDIT,
        "Events of the audit log, the latest first.",
        installation.search_audit,
        "EventPage",
        query=(*_PAGES, "client_id", "citizen_id", "operator_id", "name", "since", "until"),
    ),
    Operation(
        "listBanners",
        "GET",
        "/banners",
        Right.CHANGE_BANNERS,
        "Announcements.",
        installation.list_banners,
        "BannerPage",
        query=_PAGES,
    ),
    Operation(
        "createBanner",
        "POST",
        "/banners",
        Right.CHANGE_BANNERS,
        "Announce something on every page.",
        installation.create_banner,
        "Banner",
        "BannerMembers",
        status=201,
    ),
)
