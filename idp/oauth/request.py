"""A request to a protocol endpoint, however it came in (RFC 6749, 3)."""

from collections.abc import Iterable, Mapping

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Payload, OAuth2Request

from idp.oauth.client import RegisteredClient

MAY_REPEAT = frozenset({"resource"})
"""Parameters a specification lets a client send more than once (RFC 8707, 2)."""


class Parameters(OAuth2Payload):
    """Decoded parameters. Empty ones count as left out (RFC 6749, 3.1)."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._all: dict[str, list[str]] = {}
        for name, value in pairs:
            if value:
                self._all.setdefault(name, []).append(value)
        self._first = {name: values[0] for name, values in self._all.items()}

    @property
    def data(self) -> dict[str, str]:
        """Each parameter's first value."""
        return self._first

    @property
    def datalist(self) -> dict[str, list[str]]:
        """Every value of each parameter."""
        return self._all

    def repeated(self) -> set[str]:
        """Names sent more than once that may not be."""
        return {name for name, values in self._all.items() if len(values) > 1} - MAY_REPEAT

    def refuse_repeated(self) -> None:
        """Refuse parameters sent twice.

        Raises:
            InvalidRequestError: One was.

        Source: RFC 6749, 3.1 and 3.2.
        """
        if self.repeated():
            raise InvalidRequestError("A parameter was sent more than once.")


class ProtocolRequest(OAuth2Request):
    """What Authlib's classes work on. Nothing of the web framework is in it."""

    payload: Parameters
    client: RegisteredClient | None

    def __init__(self, method: str, *, path: str, parameters: Parameters, headers: Mapping[str, str]) -> None:
        # Transport is decided once, by the settings; Authlib would decide it per request, outside of its error
        # handling. So it is told an https address whatever the asker's was.
        super().__init__(method, f"https://provider.invalid{path}", headers=headers)
        self.path = path
        self.payload = parameters

    @property
    def args(self) -> dict[str, str | None]:
        """The parameters."""
        return dict(self.payload.data)

    @property
    def form(self) -> dict[str, str]:
        """The parameters: `web/http.py` takes those of a POST from its body and nowhere else."""
        return self.payload.data

    def get(self, name: str) -> str | None:
        """One parameter, or None when it was left out."""
        return self.payload.data.get(name)
