"""Mail addresses of operators: sealed, and found by a blind index."""

from email_validator import EmailNotValidError, validate_email

from idp.crypto.digests import keyed_digest
from idp.crypto.sealing import Sealer
from idp.store.models import Operator, OperatorEnrolment
from idp.store.repositories.installation_secrets import InstallationSecrets

LONGEST = 254
"""Characters of an address that can be delivered to (RFC 5321, 4.5.3.1.3)."""

_OF_OPERATOR = "operator.email_sealed"
_OF_ENROLMENT = "operator_enrolment.email_sealed"


class Addresses:
    """Seals and opens addresses."""

    def __init__(self, installation: InstallationSecrets, sealer: Sealer) -> None:
        self._installation = installation
        self._sealer = sealer

    def columns(self, address: str) -> dict[str, object]:
        """The columns of an operator who has an address."""
        sealed = self._sealer.seal_text(address, _OF_OPERATOR)
        return {"email_sealed": sealed, "email_digest": self.index(address)}

    def index(self, address: str) -> str:
        """The blind index an operator with this address is found by."""
        return keyed_digest(self._installation.get("blind_index"), "operator_email", address)

    def of(self, operator: Operator) -> str | None:
        """An operator's address."""
        if operator.email_sealed is None:
            return None
        return self._sealer.open_text(operator.email_sealed, _OF_OPERATOR)

    def sealed_for_link(self, address: str) -> bytes:
        """The address a link goes to, as the link keeps it."""
        return self._sealer.seal_text(address, _OF_ENROLMENT)

    def of_link(self, link: OperatorEnrolment) -> str:
        """The address a link went to."""
        return self._sealer.open_text(link.email_sealed, _OF_ENROLMENT)


def read_address(typed: str) -> str | None:
    """An address in the spelling it is kept and written to; None for what is none."""
    text = typed.strip()
    if not 3 <= len(text) <= LONGEST:
        return None
    try:
        # ASCII before the @: two addresses that only look alike must not be two accounts.
        valid = validate_email(text, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        return None
    return valid.normalized.casefold()
