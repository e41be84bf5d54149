"""A rolling deploy: this release and the next one serve one database together, forwards and back (F15)."""

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from idp.store.schema import known_migrations
from tests import next_release
from tests.bench.traffic import basic
from tests.races.stage import Stage
from tests.servers import BIN, Server, free_ports, idp, provider_settings, running
from tests.walker import Answer, OverHttp, Walker

NEWEST = known_migrations()[-1]
ADDED = f"{int(NEWEST) + 1:04d}"
SMALL = {"workers": "1", "threads": "4", "embedded_worker": "false"}


class Balanced(OverHttp):
    """Each request goes to the next node, as behind a balancer that keeps nobody with one.

    Args:
        issuer: The address everybody uses.
        nodes: The nodes behind it.
    """

    def __init__(self, issuer: str, nodes: list[str]) -> None:
        super().__init__()
        self._issuer = issuer
        self._nodes = nodes
        self._turn = itertools.count()

    def get(self, url: str) -> Answer:
        return self._as_issuer(super().get(self.node(url)))

    def post(self, url: str, fields: dict[str, str]) -> Answer:
        return self._as_issuer(super().post(self.node(url), fields))

    def node(self, url: str) -> str:
        """An address at the node whose turn it is."""
        return url.replace(self._issuer, self._nodes[next(self._turn) % len(self._nodes)])

    def send_all_to(self, node: str) -> None:
        """From now on there is one node."""
        self._nodes = [node]

    def _as_issuer(self, answer: Answer) -> Answer:
        node = next(node for node in self._nodes if answer.url.startswith(node))
        return Answer(answer.status, answer.url.replace(node, self._issuer), answer.location, answer.text)


class Rolling(Stage):
    """One node of this release; another of the next one joins it."""

    def start(self) -> None:
        self._start(SMALL)

    @contextmanager
    def joined_by(self, release: Path, folder: Path) -> Iterator[Server]:
        """A node of another release on the same tables, under the same issuer."""
        address = f"http://localhost:{free_ports(1)[0]}"
        environment = provider_settings(address, self.database_url, folder, **SMALL)
        with running(
            [BIN / "idp", "serve"],
            address=address,
            log=folder / "next.log",
            environment={**environment, "IDP_ISSUER": self.address, **next_release.of(release)},
            asks="/readyz",
        ) as server:
            yield server

    def tokens(self, address: str, form: dict[str, str]) -> dict[str, str]:
        """One token request to one node that has to succeed."""
        answer = requests.post(f"{address}/oauth/token", data=form, headers=basic("portal"), timeout=60)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def crossing(self, walker: Walker, nodes: list[str]) -> str:
        """Sign in over both nodes, and use at each what the other gave; the refresh token at the end."""
        one, other = nodes
        first = self.tokens(other, walker.authorize("portal").redemption())
        second = self.tokens(one, _refresh(first["refresh_token"]))
        third = self.tokens(other, _refresh(second["refresh_token"]))
        for token in (first, second, third):
            bearer = {"Authorization": f"Bearer {token['access_token']}"}
            assert all(
                requests.get(f"{node}/oauth/userinfo", headers=bearer, timeout=60).ok for node in nodes
            )
        return third["refresh_token"]


def _refresh(token: str) -> dict[str, str]:
    return {"grant_type": "refresh_token", "refresh_token": token}


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_two_releases_serve_together_forwards_and_back(engine, tmp_path):
    """On PostgreSQL: an installation on SQLite has one machine, and nothing to roll over."""
    release = next_release.release(
        tmp_path / "next", ('phase = "expand"\ntouches = ("citizen",)', next_release.ADDS)
    )
    with Rolling(engine.another("rolling"), tmp_path) as stage:
        before = stage.tokens(stage.address, stage.walker.authorize("portal").redemption())["refresh_token"]

        environment = provider_settings(stage.address, stage.database_url, tmp_path) | next_release.of(
            release
        )
        checked = json.loads(idp("db", "check", "--json", environment=environment))
        assert [each["number"] for each in checked["pending"]] == [ADDED]
        assert checked["processes"] == {NEWEST: 1}
        with next_release.upgrading(release, stage.database_url) as upgrade:
            assert upgrade.wait(60) == 0
        assert requests.get(f"{stage.address}/readyz", timeout=10).ok, (
            "this release goes on beyond its tables"
        )

        with stage.joined_by(release, tmp_path) as newer:
            nodes = [stage.address, newer.address]
            for order in (nodes, nodes[::-1]):
                walker = Walker(stage.address, Balanced(stage.address, order), stage.walker.login)
                after = stage.crossing(walker, order)
            before = stage.tokens(newer.address, _refresh(before))["refresh_token"]

        pages = list(walker.pages)
        # Back again: what the newer release began goes on at the older one.
        assert stage.tokens(stage.address, _refresh(before))["refresh_token"]
        assert stage.tokens(stage.address, _refresh(after))["refresh_token"]
        assert isinstance(walker.road, Balanced)
        walker.road.send_all_to(stage.address)
        assert walker.authorize("portal").code
        assert walker.pages == pages, "the session that both of them served goes on"
