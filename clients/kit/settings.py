"""The settings of an application, read once from the environment.

A variable with the application's name before it wins, so that several may share one environment:
`PORTAL_PORT` before `PORT`. Names beginning with `IDP_` are what `./run` tells every program of the demo.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class WrongSetting(SystemExit):
    """A setting that cannot be used; the program ends with this sentence."""


@dataclass(frozen=True)
class Settings:
    """How one application runs.

    Args:
        name: What it is called, in cookies and file names.
        issuer: The provider, without a trailing slash; an ID token names it to the character.
        client_id: Its name at the provider.
        client_secret: Its secret there.
        base_url: Its own public address, without a trailing slash.
        host: The address it listens on.
        port: The TCP port it listens on.
        data_dir: The folder of its database.
    """

    name: str
    issuer: str = "http://localhost:8000"
    client_id: str = ""
    client_secret: str = ""
    base_url: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    data_dir: Path = Path("instance")

    @classmethod
    def from_environment(
        cls, name: str, usual_port: int | None, environment: Mapping[str, str] = os.environ
    ) -> "Settings":
        """Read the settings.

        Args:
            name: The application; also its usual client id.
            usual_port: Where it listens unless it is told otherwise; None for a program that does not listen.
            environment: `OIDC_ISSUER`, `CLIENT_ID`, `CLIENT_SECRET`, `BASE_URL`, `HOST`, `PORT`, `DATA_DIR`.

        Raises:
            WrongSetting: One of them cannot be used.
        """

        def setting(variable: str, *others: str) -> str:
            prefix = name.upper().replace("-", "_")
            names = (f"{prefix}_{variable}", variable, *others)
            return next((environment[each] for each in names if environment.get(each)), "")

        port = 0 if usual_port is None else _port(setting("PORT") or str(usual_port))
        base_url = setting("BASE_URL", f"{name.upper()}_URL") or f"http://localhost:{port}"
        return cls(
            name=name,
            issuer=_address("OIDC_ISSUER", setting("OIDC_ISSUER", "IDP_ISSUER") or cls.issuer),
            client_id=setting("CLIENT_ID") or name,
            client_secret=setting("CLIENT_SECRET"),
            base_url=_address("BASE_URL", base_url),
            host=setting("HOST") or cls.host,
            port=port,
            data_dir=Path(setting("DATA_DIR", "IDP_DATA_DIR") or cls.data_dir),
        )

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach it by https."""
        return self.base_url.startswith("https://")

    @property
    def database(self) -> Path:
        """Where its data is."""
        return self.data_dir / "clients" / f"{self.name}.db"

    def cookie_name(self, purpose: str) -> str:
        """A cookie of its own: cookies ignore ports, so every program on one host needs other names."""
        return f"{'__Host-' if self.is_secure else ''}{self.name}_{purpose}"


def neighbour(name: str, usual_port: int, environment: Mapping[str, str] = os.environ) -> str:
    """Where another application is, by `<NAME>_URL`."""
    variable = f"{name.upper()}_URL"
    return _address(variable, environment.get(variable) or f"http://localhost:{usual_port}")


def origin(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _address(variable: str, text: str) -> str:
    try:
        parts = urlsplit(text)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise WrongSetting(f"{variable} must be an http(s) address without query, not {text!r}.")
    return text.rstrip("/")


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise WrongSetting(f"PORT must be a port number, not {text!r}.")
    return int(text)
