"""`./test --faults`: makes every fault, and says what held. Ends with 1 when something did not."""

import argparse
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path

from tests.faults.catalogue import SCENARIOS
from tests.faults.cluster import Cluster
from tests.faults.report import print_result, write
from tests.faults.scenario import Result, run


def main() -> int:
    """Make them, print, judge."""
    parser = argparse.ArgumentParser(prog="./test --faults", description=__doc__)
    parser.add_argument(
        "words", nargs="*", help="only faults with one of these words in their names, or numbers (F5)"
    )
    parser.add_argument(
        "--write", metavar="FILE", type=Path, help="renew the table in a Markdown file; JSON goes beside it"
    )
    options = parser.parse_args()
    chosen = [each for each in SCENARIOS if not options.words or any(w in (each.name, *each.faults) or w in each.name
              for w in options.words)]  # fmt: skip
    results: list[Result] = []
    with ExitStack() as stack:
        for scenario in chosen:
            results.append(run(scenario, _shared_cluster(stack)))
            print_result(results[-1])
            if options.write:
                write(results, options.write, [(each.name, each.engine) for each in SCENARIOS])
    return 1 if any(each.broken for each in results) else 0


def _shared_cluster(stack: ExitStack) -> Callable[[], Cluster]:
    return lambda: _started(stack)


@cache
def _started(stack: ExitStack) -> Cluster:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
    folder.chmod(0o755)
    cluster = Cluster(folder)
    stack.callback(cluster.close)
    return cluster


if __name__ == "__main__":
    sys.exit(main())
