"""From a setting to a register: `http(s)://…`, or `in-process:tiny` for a copy of the mock inside this process."""

from datetime import timedelta
from typing import TYPE_CHECKING

from idp.clock import Clock, utc_now
from idp.registry.breaker import CircuitBreaker
from idp.registry.client import RegisterClient
from idp.registry.http import HttpExchange
from idp.registry.invented import OnFirstUse
from idp.registry.measured import MeasuredExchange
from idp.registry.port import PopulationRegister

if TYPE_CHECKING:
    from idp.registry.in_process import InProcessExchange

IN_PROCESS = "in-process:"


def from_url(
    url: str,
    *,
    api_key: str = "",
    jwks: str = "",
    timeout: timedelta = timedelta(seconds=3),
    may_fetch_keys: bool = False,
    clock: Clock = utc_now,
) -> PopulationRegister:
    """The register at *url*.

    Args:
        url: `http(s)://…`, or `in-process:` with the size of the population.
        api_key: The key by which the register knows this provider.
        jwks: The register's public keys as JSON.
        timeout: How long one try may take; there is one retry.
        may_fetch_keys: Whether, without *jwks*, the keys may be fetched from the register once and pinned. Demo only.
        clock: Source of time.

    Raises:
        ValueError: The address or the key set is not one; the text says which.
    """
    if url.startswith(IN_PROCESS):
        return RegisterClient(_inside(url.removeprefix(IN_PROCESS) or "tiny", clock), clock)
    if not url.startswith(("http://", "https://")):
        raise ValueError("the population register's address begins with http://, https:// or in-process:")
    if not jwks and not may_fetch_keys:
        raise ValueError("the population register's key set is missing")
    exchange = HttpExchange(url, api_key=api_key, jwks=jwks, timeout=timeout, breaker=CircuitBreaker(clock))
    return RegisterClient(MeasuredExchange(exchange), clock)


def of_invented_people(clock: Clock) -> PopulationRegister:
    """The register of the sandbox, whatever register this provider asks about citizens."""
    return RegisterClient(OnFirstUse(clock), clock)


def _inside(size: str, clock: Clock) -> "InProcessExchange":
    # Loaded only here: a provider that asks a real register carries no mock.
    from idp.registry.in_process import InProcessExchange  # noqa: PLC0415  a provider over HTTP need not load the register

    try:
        return InProcessExchange.of_size(size, clock)
    except KeyError:
        raise ValueError(
            "the population register inside the process is `tiny`, `demo`, `dev` or `province`"
        ) from None
