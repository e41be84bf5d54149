"""Looking at answers of the API."""

from werkzeug.test import TestResponse


def problem(answer: TestResponse, status: int, kind: str) -> dict[str, object]:
    """The refusal in an answer, which is of this kind."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    found: dict[str, object] = answer.json
    assert found["type"] == f"/developers/api#{kind}", found
    assert found["status"] == status
    return found
