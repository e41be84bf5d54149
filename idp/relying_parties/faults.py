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
    MIXED_LETTERS = "has letters or signs beside Latin letters, the digits 0 to 9 and usual punctuation"
    MARKUP = "contains < or >: a name is plain text"
    FORMULA = "begins with =, +, - or @: a spreadsheet would run it"
    UNKNOWN_VALUE = "is not supported: {detail}"
    MALFORMED = "is malformed: {detail}"
    BAD_ADDRESS = "is not an address that may be used: {detail}"
    NOT_HTTPS = "must be an https address"
    TAKEN = "belongs to another application"
    TOO_SHORT = "must have at least {detail} characters"
    NOT_WITH = "does not go together with {detail}"
    NEEDS = "needs {detail}"
    PAST = "lies in the past"
    TOO_SHORT_KEY = "is too short: {detail} bits at least"
    PRIVATE_KEY = "contains a private or symmetric key; register public keys only"
    LAW_ONLY = "gives {detail} without a legal ground: it needs legal_basis law and a legal_reference"
    NO_SUCH_SCOPE = "has a ground for what is not in scope: {detail}"
    OURS = "is decided by the provider: leave it out, or send it as it is registered"
    NOT_ALLOWED = "goes beyond what this registration may ask for: {detail}"
    NOT_SENT = "must not be sent in an update"
    OTHER = "is not the registered one"
    UNREACHABLE = "could not be fetched: {detail}"
    NOT_LISTED = "does not list every one of redirect_uris"
    UNAPPROVED = "was not signed by an issuer that is trusted here"


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a registration.

    Args:
        member: The member's name, as registered.
        problem: Why it is refused.
        detail: What is meant, in our own words; never a secret.
        about: The part of what was sent that is meant. Answers to applications do not repeat it.
    """

    member: str
    problem: Problem
    detail: str = ""
    about: str = ""

    @property
    def error(self) -> str:
        """The error code of RFC 7591, 3.2.2."""
        if self.member.partition("[")[0] == "redirect_uris":
            return "invalid_redirect_uri"
        if self.member == "software_statement":
            kind = "unapproved" if self.problem is Problem.UNAPPROVED else "invalid"
            return f"{kind}_software_statement"
        return "invalid_client_metadata"

    @property
    def sentence(self) -> str:
        """The fault in one sentence."""
        return self._sentence(": ".join(part for part in (self.about, self.detail) if part))

    @property
    def description(self) -> str:
        """The fault in one sentence that repeats nothing of what was sent (RFC 6749, 5.2: printable ASCII)."""
        said = self._sentence(self.detail)
        return "".join(sign for sign in said if " " <= sign <= "~" and sign not in '"\\')

    def _sentence(self, detail: str) -> str:
        words = self.problem.value.replace("{detail}", detail)
        return f"{self.member} {words.removesuffix(': ')}."
