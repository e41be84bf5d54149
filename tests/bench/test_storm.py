"""What the others notice of a storm, and what is told to the process that keeps the pace."""

import http.server
import threading

from tests.bench.pace import REFRESH, SILENT, Task, Visitor, run
from tests.bench.storm import beside

PATHS = {"authorize": "/a", "token": "/t", "userinfo": "/u", "introspection": "/i", "discovery": "/d"}


def task(address):
    visitors = [Visitor("r", "a", "session=s")] * 5
    return Task(address, PATHS, ("portal", "lgsp"), "secret", visitors, 200, 0.1)


def test_a_task_survives_the_way_to_the_other_process():
    told = task("http://localhost:1")

    assert Task.from_text(told.as_text()).visitors == told.visitors


def test_each_kind_has_its_slowest_hundredth_before_and_in_the_storm():
    assert beside({"userinfo": [1.0, 1.0]}, {"userinfo": [4.0, 4.0]}) == {"userinfo": (1.0, 4.0)}


def test_every_kind_is_asked_and_its_fault_is_told():
    class Provider(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.answer(302 if self.path.startswith("/a") else 200)

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.answer(400 if self.path == "/i" else 200)

        def answer(self, status):
            self.send_response(status)
            self.send_header("Location", "https://portal.anlien.example/callback?code=c")
            body = b'{"refresh_token": "next"}'
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            """Nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Provider) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        told = run(task(f"http://localhost:{server.server_port}"))
        server.shutdown()

    assert set(told.ms) == {REFRESH, SILENT, "userinfo", "introspection", "discovery"}
    assert told.errors
    assert {fault.partition(":")[0] for fault in told.errors} == {"introspection"}
