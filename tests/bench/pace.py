"""Refresh grants at a steady pace, in a process of their own, so that nothing else of the benchmark delays them.

`python -m tests.bench.pace`: what to do comes as JSON on standard input, the milliseconds of each go to its output.
Each is counted from when it was due, not from when it was sent: a server that stalls does not slow its own examination.
"""

import json
import sys
import threading
import time
from dataclasses import asdict, dataclass

from tests.bench.wire import Wire, basic


@dataclass(frozen=True)
class Task:
    """What to do.

    Args:
        address: The provider's.
        path: Its token endpoint.
        client: Who refreshes, and the secret.
        tokens: Refresh tokens, one for each connection.
        per_second: How many refreshes, over all connections.
        seconds: For how long.
    """

    address: str
    path: str
    client: tuple[str, str]
    tokens: list[str]
    per_second: float
    seconds: float

    def as_text(self) -> str:
        """For standard input."""
        return json.dumps(asdict(self))


def main() -> None:
    """Read, do, tell."""
    task = Task(**json.load(sys.stdin))
    took, errors = run(task)
    json.dump({"ms": took, "errors": errors}, sys.stdout)


def run(task: Task) -> tuple[list[float], list[str]]:
    """The milliseconds of every refresh, and what went wrong."""
    took: list[float] = []
    errors: list[str] = []
    begun = time.perf_counter()
    pause = len(task.tokens) / task.per_second

    def keep_pace(number: int) -> None:
        wire, token = Wire(task.address), task.tokens[number]
        due = begun + number / task.per_second
        while due < begun + task.seconds:
            # An event nobody sets: a wait with a limit.
            threading.Event().wait(max(due - time.perf_counter(), 0))
            try:
                status, body = wire.post(
                    task.path, {"grant_type": "refresh_token", "refresh_token": token}, basic(*task.client)
                )
            except OSError as failure:
                status, body = 0, str(failure)
            took.append((time.perf_counter() - due) * 1000)
            if status == 200:
                token = body["refresh_token"]
            else:
                errors.append(f"{status}: {body}"[:200])
            due += pause

    threads = [threading.Thread(target=keep_pace, args=(number,)) for number in range(len(task.tokens))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, errors


if __name__ == "__main__":
    main()
