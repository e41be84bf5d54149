"""The nginx configuration of `deploy/`, started with Debian's nginx in front of a real provider."""

import os
import re
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import requests

from idp.config import Settings
from idp.relying_parties.registration import Registered
from idp.store.db import db
from idp.web.current import services
from tests.architecture.source import ROOT
from tests.builders import REDIRECT_URI, a_citizen, a_person
from tests.certificates import Identity, issued
from tests.engines import ENGINES, workshop
from tests.installation import application
from tests.journeys.node import program
from tests.servers import free_ports, provider, running
from tests.walker import OverHttp, Walker

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin") or ""
AUTHORITY = issued("authority", is_authority=True)
BANK = issued("bank", AUTHORITY)
ALONE = issued("alone")
MACHINE = {
    "client_name": "Ngân hàng",
    "profile": "machine",
    "grant_types": ["client_credentials"],
    "scope": "lgsp:sync",
    "tls_client_certificate_bound_access_tokens": True,
}


@dataclass(frozen=True)
class Front:
    """A provider behind nginx."""

    issuer: str
    mtls: str
    folder: Path
    login: str

    @property
    def authority(self) -> Path:
        return self.folder / "authority.pem"

    def token(
        self, address: str, client_id: str, shows: Identity | None, **headers: str
    ) -> requests.Response:
        files = shows.written(self.folder, client_id) if shows else None
        form = {"grant_type": "client_credentials", "client_id": client_id}
        certificate = tuple(map(str, files)) if files else None
        return requests.post(
            f"{address}/oauth/token",
            data=form,
            headers=headers,
            cert=certificate,
            verify=str(self.authority),
            timeout=30,
        )

    def handshake(self, address: str, context: ssl.SSLContext) -> tuple[str | None, str]:
        host, _, port = address.removeprefix("https://").partition(":")
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection((host, int(port)), 10) as plain, context.wrap_socket(plain) as secured:
            cipher = secured.cipher()
            assert cipher is not None
            return secured.version(), cipher[0]


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    assert NGINX, "./test installs nginx"
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    https, mtls, plain, behind = free_ports(4)
    person = a_person()
    found = Front(f"https://localhost:{https}", f"https://localhost:{mtls}", folder, person.phone)
    url = ENGINES["sqlite"](workshop()).fresh(folder)
    settings = Settings(
        env="demo", issuer=found.issuer, data_dir=folder, database_url=url, mtls_address=found.mtls
    )
    with application(settings):
        a_citizen(person)
        _register("fapi", profile="fapi2", grant_types=["authorization_code"], redirect_uris=[REDIRECT_URI],
                  scope="openid profile", token_endpoint_auth_method="tls_client_auth",
                  tls_client_auth_subject_dn=BANK.certificate.subject.rfc4514_string())  # fmt: skip
        _register("bank", token_endpoint_auth_method="tls_client_auth",
                  tls_client_auth_subject_dn=BANK.certificate.subject.rfc4514_string())  # fmt: skip
        _register(
            "alone", token_endpoint_auth_method="self_signed_tls_client_auth", jwks={"keys": [ALONE.jwk()]}
        )
    told = {"issuer": found.issuer, "mtls_address": found.mtls, "trusted_proxies": "127.0.0.1"}
    conf = configuration(folder, (https, mtls, plain, behind))
    with ExitStack() as stack:
        stack.enter_context(provider(url, folder, port=behind, **told))
        stack.enter_context(
            running(
                [NGINX, "-c", conf, "-p", folder, "-g", "daemon off;"],
                address=f"http://localhost:{plain}",
                log=folder / "nginx-output.log",
                environment={},
            )
        )
        yield found


def _register(client_id: str, **members: object) -> None:
    outcome = services().client_desk.registrations.register({"client_id": client_id, **MACHINE, **members})
    assert isinstance(outcome, Registered), outcome
    db.session.commit()


def configuration(folder: Path, ports: tuple[int, ...]) -> Path:
    """Ours, with the ports and files of the test in place of the usual ones."""
    https, mtls, plain, behind = ports
    server = issued("localhost", AUTHORITY, dns="localhost")
    server.written(folder, "id")
    (folder / "client-authorities.pem").write_text(AUTHORITY.pem)
    (folder / "authority.pem").write_text(AUTHORITY.pem)
    ours = (ROOT / "deploy" / "nginx" / "sen-id.conf").read_text()
    ours = ours.replace("/etc/ssl/sen-id", str(folder)).replace("/var/log/nginx", str(folder))
    ours = ours.replace("root /usr/share;", f"root {folder};")
    pages = shutil.copytree(ROOT / "deploy" / "nginx", folder / "sen-id", dirs_exist_ok=True)
    assert (pages / "waiting.html").is_file()
    ours = ours.replace("127.0.0.1:8000", f"127.0.0.1:{behind}").replace("listen 80;", f"listen {plain};")
    for port in (https, mtls):
        ours = ours.replace("listen 443 ssl", f"listen {port} ssl", 1)
    ours = re.sub(r"server_name (mtls\.)?id\.anlien\.example", "server_name localhost", ours)
    # The usual plain address leads to the secure one; here it only has to answer.
    ours = ours.replace("return 308 https://$host$request_uri;", "return 204;")
    whole = f"pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}} http {{ {_places(folder)} {ours} }}"
    place = folder / "nginx.conf"
    place.write_text(whole)
    return place


def for_machines(place: Path, ports: Sequence[int]) -> None:
    """Give a configuration its lines for each machine, as its words say: made for the first one, it names all."""
    text = place.read_text()
    usual = [line for line in text.splitlines() if line.strip().startswith(f"server 127.0.0.1:{ports[0]} ")]
    assert len(usual) == 2, "one line of the usual and one for when all have failed"
    for line in usual:
        text = text.replace(line, "\n".join(line.replace(str(ports[0]), str(port)) for port in ports))
    place.write_text(text)


def _places(folder: Path) -> str:
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)


def test_nginx_itself_finds_nothing_wrong(front):
    checked = subprocess.run(
        [NGINX, "-t", "-c", front.folder / "nginx.conf", "-p", front.folder],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr


@pytest.mark.parametrize("which", ["issuer", "mtls"])
def test_tls_1_3_is_chosen_and_1_2_has_aes_gcm_with_forward_secrecy_only(front, which):
    address = getattr(front, which)
    newest = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    older = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    older.maximum_version = ssl.TLSVersion.TLSv1_2
    weak = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    weak.maximum_version = ssl.TLSVersion.TLSv1_2
    weak.set_ciphers("ECDHE+CHACHA20:ECDHE+AES+SHA384:!AESGCM:@SECLEVEL=0")

    assert front.handshake(address, newest)[0] == "TLSv1.3"
    version, cipher = front.handshake(address, older)
    assert version == "TLSv1.2"
    assert cipher.startswith("ECDHE-")
    assert "GCM" in cipher
    with pytest.raises(ssl.SSLError):
        front.handshake(address, weak)


@pytest.mark.parametrize("which", ["issuer", "mtls"])
def test_older_tls_is_refused(front, which):
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.maximum_version = ssl.TLSVersion.TLSv1_1

    with pytest.raises(ssl.SSLError):
        front.handshake(getattr(front, which), old)


@pytest.mark.parametrize(("client_id", "shows"), [("bank", BANK), ("alone", ALONE)])
def test_a_client_gets_a_token_bound_to_its_certificate(front, client_id, shows):
    answer = front.token(front.mtls, client_id, shows)

    assert answer.status_code == 200, answer.text
    assert answer.json()["token_type"] == "Bearer"


@pytest.mark.parametrize(("client_id", "shows"), [("bank", ALONE), ("alone", BANK), ("bank", None)])
def test_another_certificate_or_none_is_refused(front, client_id, shows):
    assert front.token(front.mtls, client_id, shows).status_code == 401


@pytest.mark.parametrize("which", ["issuer", "mtls"])
def test_a_header_from_outside_is_no_certificate(front, which):
    forged = {"X-SSL-Client-Cert": BANK.escaped, "X-SSL-Client-Verify": "SUCCESS"}

    assert front.token(getattr(front, which), "bank", None, **forged).status_code == 401


def test_pages_are_at_the_first_name_only(front):
    verify = str(front.authority)

    assert requests.get(f"{front.issuer}/sign-in", verify=verify, timeout=30).status_code == 200
    assert requests.get(f"{front.mtls}/sign-in", verify=verify, timeout=30).status_code == 404


def test_cookies_are_for_https_and_the_log_holds_no_query(front):
    verify = str(front.authority)
    page = requests.get(f"{front.issuer}/sign-in?login_hint=canary", verify=verify, timeout=30)

    cookies = page.headers["Set-Cookie"]
    log = (front.folder / "sen-id.log").read_text()
    assert "__Host-" in cookies
    assert "Secure" in cookies
    assert "/sign-in" in log
    assert "canary" not in log


def test_openid_client_goes_through_fapi_2_with_mutual_tls(front):
    road = OverHttp()
    road.session.verify, road.session.trust_env = str(front.authority), False
    citizen = Walker(front.issuer, road, front.login)

    with program("mtls.mjs", {**os.environ, "NODE_EXTRA_CA_CERTS": str(front.authority)}) as bank:
        bank.say(issuer=front.issuer, clientId="fapi", redirectUri=REDIRECT_URI, certificate=BANK.pem,
                 key=BANK.key_pem, authority=AUTHORITY.pem)  # fmt: skip
        bank.say(returned=citizen.follow(bank.hear()["authorize"], REDIRECT_URI))
        result = bank.hear()

    assert set(result["cnf"]) == {"x5t#S256"}
    assert result["person"]["sub"] == result["claims"]["sub"]
    assert result["person"]["name"]
