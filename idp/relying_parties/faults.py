"""What can be wrong with a registration, member by member (RFC 7591, 3.2.2)."""

from dataclasses import dataclass
from enum import StrEnum


class Problem(StrEnum):
    """Why a member is refused; the value is the sentence that follows its name, in English, for developers."""

    NOT_AN_OBJECT = "must be a JSON object"
    MISSING = "is missing"
    EMPTY = "must not be empty"
    WRONG_TYPE = "has the wrong type: {detail}"
    TOO_LONG = "is too long: {detail} at most"
    TOO_MANY = "has too many entries: {detail} at most"
    REPEATED = "names the same entry twice: {detail}"
    HIDDEN_SIGNS = "contains control or formatting characters"
    MIXED_LETTERS = "mixes letters of writing systems that look alike"
    UNKNOWN_VALUE = "is not supported: {detail}"
    MALFORMED = "is malformed: {detail}"
    BAD_ADDRESS = "is not an address that may be used: {detail}"
    NOT_HTTPS = "must be an https address"
    TAKEN = "belongs to another application"
    TOO_SHORT = "must have at least {detail} characters"
    NOT_WITH = "does not go together with {detail}"
    NEEDS = "needs {detail}"
    NOT_EMPTY_HERE = "must be left out when {detail}"
    PAST = "lies in the past"
    PRIVATE_KEY = "contains a private or symmetric key; register public keys only"
    LAW_ONLY = "gives {detail} without a legal ground: it needs legal_basis law and a legal_reference"
    NO_SUCH_SCOPE = "names {detail}, which is not in scope"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a registration.

    Args:
        member: The member's name, as registered.
        problem: Why it is refused.
        detail: The part that is meant; never a secret.
    """

    member: str
    problem: Problem
    detail: str = ""

    @property
    def error(self) -> str:
        """The error code of RFC 7591, 3.2.2."""
        return "invalid_redirect_uri" if self.member == "redirect_uris" else "invalid_client_metadata"

    @property
    def sentence(self) -> str:
        """The fault in one sentence."""
        return f"{self.member} {self.problem.value.replace('{detail}', self.detail)}."
