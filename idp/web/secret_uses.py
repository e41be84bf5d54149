"""On which day each secret of an application was last shown: noted in memory, written now and then."""

from collections.abc import Callable
from datetime import date
from zoneinfo import ZoneInfo

from flask import Flask

from idp.clock import Clock
from idp.relying_parties.secrets import ClientSecrets
from idp.store.repositories.client_secret_uses import ClientSecretUses, Use
from idp.web.notebook import Notebook, write_after_answers

_SECONDS = 60.0
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def register_secret_uses(
    app: Flask, secrets: ClientSecrets, uses: ClientSecretUses, clock: Clock, every: float = _SECONDS
) -> Notebook[Use]:
    """Note what is shown.

    Args:
        app: The application.
        secrets: They tell when one of them was right.
        uses: Where days are kept.
        clock: The time.
        every: Seconds between two writings, at least.
    """
    notebook: Notebook[Use] = Notebook(uses.keep, every=every)
    secrets.on_use.append(_once_a_day(notebook, lambda: clock().astimezone(_HERE).date()))
    write_after_answers(app, [notebook])
    return notebook


def _once_a_day(notebook: Notebook[Use], today: Callable[[], date]) -> Callable[[str, str], None]:
    noted: dict[tuple[str, str], date] = {}

    def note(client_id: str, secret_id: str) -> None:
        day = today()
        if noted.get((client_id, secret_id)) != day:
            noted[client_id, secret_id] = day
            notebook.note((client_id, secret_id, day))

    return note
