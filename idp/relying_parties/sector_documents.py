"""Sector identifier documents: a list of redirect URIs that vouches for those who name it.

Source: OpenID Connect Dynamic Client Registration 1.0, 5; OpenID Connect Core, 8.1.
"""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, urlsplit

from idp.outbound.addresses import AddressForbidden
from idp.outbound.http import NoAnswer
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.redirect_uris import LOOPBACK

_MEMBER = "sector_identifier_uri"
_log = logging.getLogger("idp.relying_parties.sector_documents")


class SectorDocuments:
    """Fetches documents and looks whether they list an application's redirect URIs.

    Args:
        fetch: Gets a JSON document; only public addresses, and only for so long and so much.
    """

    def __init__(self, fetch: Callable[[str], Any]) -> None:
        self._fetch = fetch

    def fault(self, members: Metadata) -> Fault | None:
        """What speaks against the document an application names; None where nothing does, or it names none."""
        if members.sector_identifier_uri is None:
            return None
        try:
            listed = self._fetch(members.sector_identifier_uri)
        except NoAnswer as cause:
            return self._refused(Problem.UNREACHABLE, cause.reason)
        except AddressForbidden as cause:
            return self._refused(Problem.UNREACHABLE, str(cause))
        if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
            return self._refused(Problem.MALFORMED, "its document must be a JSON list of addresses")
        if set(members.redirect_uris or ()) - set(listed):
            return self._refused(Problem.NOT_LISTED)
        return None

    def _refused(self, problem: Problem, detail: str = "") -> Fault:
        fault = Fault(_MEMBER, problem, detail)
        _log.info("%s", fault.description)
        return fault


def own_sector(members: Metadata, client_id: str) -> str | None:
    """The sector of an application that registers itself; None where only a document could tell.

    A private scheme or an address on the citizen's own machine belongs to nobody: whoever registers it would
    share the subjects of a host it only has the name of. Such an application is a sector of its own.

    Args:
        members: What is registered.
        client_id: Its identifier.
    """
    if members.sector_identifier_uri is not None:
        return _parts(members.sector_identifier_uri).netloc.lower()
    hosts = set()
    for uri in members.redirect_uris or ():
        parts = _parts(uri)
        if parts.scheme != "https" or parts.netloc.rpartition(":")[0] in LOOPBACK or parts.netloc in LOOPBACK:
            return client_id
        hosts.add(parts.netloc.lower())
    if len(hosts) > 1:
        return None
    return hosts.pop() if hosts else client_id


def _parts(uri: str) -> SplitResult:
    try:
        return urlsplit(uri)
    except ValueError:
        return urlsplit("")  # the rules refuse it
