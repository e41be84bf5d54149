"""What password hashing can do on this machine: `python -m tests.bench.hashing SECONDS` hashes in one process."""

import json
import subprocess
import sys
import time

import psutil
from argon2 import PasswordHasher

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
    """Hash for some time; how often, how long, and the CPU it took."""
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
