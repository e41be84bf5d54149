"""Ways to send a machine's requests: through sockets, one connection per thread, or within this process."""

import threading
from typing import Any

import requests

from tests.caller import Caller


class OverHttp:
    """Keeps a connection open per thread, as an application server does."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._own = threading.local()

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, Any]:
        answer = self._session().get(self._address + path, headers=headers, timeout=30)
        return answer.status_code, answer.json()

    def post(self, path: str, form: dict[str, str], headers: dict[str, str]) -> tuple[int, Any]:
        answer = self._session().post(self._address + path, data=form, headers=headers, timeout=30)
        return answer.status_code, answer.json()

    def _session(self) -> requests.Session:
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
        return self._own.session


class InProcess:
    """Flask's test client."""

    def __init__(self, client: Caller) -> None:
        self._client = client

    def get(self, path: str, headers: dict[str, str]) -> tuple[int, Any]:
        answer = self._client.get(path, headers=headers)
        return answer.status_code, answer.json

    def post(self, path: str, form: dict[str, str], headers: dict[str, str]) -> tuple[int, Any]:
        answer = self._client.post(path, data=form, headers=headers)
        return answer.status_code, answer.json
