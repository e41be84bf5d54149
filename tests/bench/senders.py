"""A way to send a machine's requests within this process; `wire` sends them through sockets."""

from typing import Any

from tests.caller import Caller


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
