"""What password hashing can do on this machine: `python -m tests.bench.hashing SECONDS` hashes in one process.

`python -m tests.bench.hashing builds` prints what one hash takes with each build of Argon2id that is installed.
"""

import json
import subprocess
import sys
import time

import psutil
from argon2 import PasswordHasher

from idp.crypto.argon2_builds import LibsodiumHasher, libsodium_agrees
from idp.crypto.passwords import OWASP_19_MIB, Passwords
from tests.servers import BIN

_PASSWORD = "a password"


def ceiling(seconds: float) -> tuple[float, float]:
    """Passwords verified in a second by one process per core with nothing else to do, and the CPU ms of each.

    The product's own hashing is asked, with its usual parameters.
    """
    command = [BIN / "python", "-m", "tests.bench.hashing", str(seconds)]
    cores = psutil.cpu_count() or 1
    running = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(cores)]
    told = [json.loads(process.communicate()[0]) for process in running]
    count = sum(each["count"] for each in told)
    return sum(each["count"] / each["seconds"] for each in told), sum(
        each["cpu"] for each in told
    ) / count * 1000


def builds(times: int = 20) -> dict[str, float]:
    """Milliseconds of one hash with each build that is installed, the quickest of some, taken in turns."""
    hashers = {"argon2-cffi": PasswordHasher.from_parameters(OWASP_19_MIB)}
    if libsodium_agrees():
        hashers["libsodium"] = LibsodiumHasher.from_parameters(OWASP_19_MIB)
    best = dict.fromkeys(hashers, float("inf"))
    for _ in range(times):
        for name, hasher in hashers.items():
            began = time.perf_counter()
            hasher.hash(_PASSWORD)
            best[name] = min(best[name], (time.perf_counter() - began) * 1000)
    return best


def told(found: dict[str, float]) -> str:
    """What `builds` found, in a line."""
    return "one hash: " + ", ".join(f"{each:.1f} ms by {name}" for name, each in found.items())


def against_wheel(times: int) -> float:
    """CPU of the product's verification, divided by the plain wheel's at equal parameters; the median of pairs."""
    ours, plain = Passwords(OWASP_19_MIB), PasswordHasher.from_parameters(OWASP_19_MIB)
    stored = plain.hash(_PASSWORD)
    ratios = []
    for _ in range(times):
        began = time.process_time()
        ours.verify(stored, _PASSWORD)
        between = time.process_time()
        plain.verify(stored, _PASSWORD)
        ratios.append((between - began) / (time.process_time() - between))
    return sorted(ratios)[len(ratios) // 2]


def main() -> None:
    """Hash for some time; how often, how long, and the CPU it took. Or compare the builds."""
    if sys.argv[1] == "builds":
        print(told(builds()))
        return
    passwords = Passwords(OWASP_19_MIB)
    stored = passwords.hash(_PASSWORD)
    began, cpu, count = time.perf_counter(), time.process_time(), 0
    while time.perf_counter() < began + float(sys.argv[1]):
        if not passwords.verify(stored, _PASSWORD):
            raise AssertionError("the password is not known")
        count += 1
    passed = time.perf_counter() - began
    json.dump({"count": count, "seconds": passed, "cpu": time.process_time() - cpu}, sys.stdout)


if __name__ == "__main__":
    main()
