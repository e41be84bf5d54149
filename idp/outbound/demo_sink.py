"""Where mail and SMS of the demonstration go: into a table, for the messages page."""

from typing import Any

from idp.outbound.delivery import Deliverer, Send
from idp.outbound.outbox import Parcel
from idp.store.repositories.messages import Messages

URL = "messages:"


class DemoSink(Deliverer):
    """Keeps messages instead of sending them, exactly once: in the transaction that settles the entry."""

    def __init__(self, messages: Messages) -> None:
        self._messages = messages

    def prepare(self, parcel: Parcel) -> Send:  # noqa: ARG002  there is nothing to send
        """Nothing to send."""
        return lambda: None

    def delivered(self, parcel: Parcel, result: Any) -> None:  # noqa: ARG002  the signature is the caller's
        """Keep the message."""
        said = parcel.payload
        self._messages.add(
            parcel.kind,
            to=said["to"],
            subject=said.get("subject", ""),
            text=said["text"],
            code=said.get("code"),
        )
