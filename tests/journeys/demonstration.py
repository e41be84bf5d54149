"""What a journey knows of the running demo: addresses, and the mail and SMS that arrived."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.servers import Server, idp
from tests.waiting import until


@dataclass(frozen=True)
class Demonstration:
    """The demo, running."""

    server: Server
    folder: Path
    environment: dict[str, str]

    @property
    def provider(self) -> str:
        """Where the provider is."""
        return self.address("IDP")

    @property
    def portal(self) -> str:
        """Where the provincial portal is."""
        return self.address("PORTAL")

    @property
    def health(self) -> str:
        """Where the health department is."""
        return self.address("HEALTH")

    @property
    def land(self) -> str:
        """Where the land department is."""
        return self.address("LAND")

    def address(self, program: str) -> str:
        """The address of one of the demo's programs, by the name of its port's variable."""
        return f"http://localhost:{self.environment[f'{program}_PORT']}"

    def idp(self, *arguments: str, typed: str | None = None) -> str:
        """Run a command of `idp` on the demo's data."""
        issuer = {"IDP_ISSUER": self.provider, "IDP_POPULATION_URL": self.address("POPULATION")}
        return idp(*arguments, environment={**self.environment, **issuer}, typed=typed)

    def messages(self, recipient: str) -> list[dict[str, Any]]:
        """Mail and SMS that went to a phone number or address, newest first."""
        return json.loads(self.idp("messages", "list", "--json", "--to", recipient))

    def code_sent_to(self, recipient: str) -> str:
        """The six digits of the newest message, once it has arrived."""
        message = until(lambda: self.messages(recipient), what=f"a message to {recipient}")[0]
        return re.search(r"(?<!\d)\d{6}(?!\d)", message["text"]).group()
