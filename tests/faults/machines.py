"""Two machines that serve and two that deliver behind one nginx, with PostgreSQL and, where there is one, Redis."""

import getpass
import os
import shutil
import subprocess
from pathlib import Path
from unittest.mock import patch

import psutil

from tests.deploy.test_nginx import NGINX, configuration, for_machines
from tests.faults.cluster import Cluster
from tests.faults.house import SIZE, House, processes_of
from tests.faults.scenario import CannotBeMade
from tests.servers import BIN, Server, free_ports, provider, provider_settings, running
from tests.waiting import until

MACHINES = 2
REDIS = shutil.which("redis-server") or ""
REDIS_ASKS = shutil.which("redis-cli") or ""


class Machines(House):
    """A house whose citizens come to nginx, over TLS; any of its programs may be ended and started again.

    Args:
        url: The database.
        folder: The data folder, which stands for the secrets that both machines are given.
        cluster: The PostgreSQL.
    """

    nginx: Server
    redis: Server
    processes = MACHINES * int(SIZE["workers"])

    def __init__(self, url: str, folder: Path, cluster: Cluster | None = None) -> None:
        super().__init__(url, folder, cluster)
        self._front, mtls, self._plain, self._redis_port, *self._ports = free_ports(4 + MACHINES)
        self.providers: list[Server] = []
        self.deliverers: list[Server] = []
        if not NGINX:
            raise CannotBeMade("there is no nginx here")
        self._configuration = configuration(folder, (self._front, mtls, self._plain, self._ports[0]))
        for_machines(self._configuration, self._ports)
        self.record.authority = str(folder / "authority.pem")

    @property
    def address(self) -> str:
        """The address of nginx: the only one that anybody outside knows."""
        return f"https://localhost:{self._front}"

    @property
    def environment(self) -> dict[str, str]:
        """What every machine is told."""
        return provider_settings(self.address, self.url, self.folder, **self._told)

    @property
    def _told(self) -> dict[str, str]:
        redis = {"redis_url": f"redis://127.0.0.1:{self._redis_port}/0"} if REDIS else {}
        return {
            "issuer": self.address,
            "trusted_proxies": "127.0.0.1",
            "embedded_worker": "false",
            **redis,
            **SIZE,
            **self.more_settings,
        }

    def serve(self) -> None:
        """Start everything."""
        if REDIS:
            self.start_redis()
        self.providers = [self._provider(port) for port in self._ports]
        self.deliverers = [self._deliverer(number) for number in range(MACHINES)]
        self.start_nginx()

    def workers(self) -> list[psutil.Process]:
        """The processes that answer, on both machines."""
        return [each for server in self.providers if not server.is_ended for each in processes_of(server)]

    def start_provider(self, number: int) -> None:
        """Start one machine's provider again."""
        self.providers[number] = self._provider(self._ports[number])

    def start_deliverer(self, number: int) -> None:
        """Start one worker again."""
        self.deliverers[number] = self._deliverer(number)

    def start_nginx(self) -> None:
        """Start nginx with the configuration that operators are given."""
        # The processes of nginx read the waiting pages, in a folder of whoever runs this.
        command = [NGINX, "-c", self._configuration, "-p", self.folder, "-g"]
        self.nginx = self.stack.enter_context(
            running(
                [*command, f"daemon off; user {getpass.getuser()};"],
                address=f"http://localhost:{self._plain}",
                log=self.folder / "nginx-output.log",
                environment={},
            )
        )

    def start_redis(self) -> None:
        """Start Redis; what it knew before is gone."""
        options = ["--port", str(self._redis_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.redis = self._beside([REDIS, *options], "redis.log", {})
        until(lambda: self.ask_redis("PING") == "PONG", what="Redis")

    def ask_redis(self, *command: str) -> str:
        """What Redis says to a command; nothing while it cannot be reached."""
        asked = [REDIS_ASKS, "-p", str(self._redis_port), *command]
        return subprocess.run(asked, capture_output=True, text=True, check=False, timeout=10).stdout.strip()

    def _provider(self, port: int) -> Server:
        with patch.dict(os.environ, self.environment_of(self._ports.index(port))):
            return self.stack.enter_context(provider(self.url, self.folder, port=port, **self._told))

    def environment_of(self, _number: int) -> dict[str, str]:
        """Variables of one machine that are no settings."""
        return {}

    def _deliverer(self, number: int) -> Server:
        environment = {**self.environment, **self.environment_of(number)}
        return self._beside([str(BIN / "idp"), "worker"], "workers.log", environment)

    def _beside(self, command: list[str], log: str, environment: dict[str, str]) -> Server:
        """A program that has no page to ask for."""
        place = self.folder / log
        with place.open("ab") as output:
            process = subprocess.Popen(
                command,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        server = Server("", process, place)
        self.stack.callback(server.end)
        return server
