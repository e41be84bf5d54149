"""`./test --faults`: makes every fault, and says what held. Ends with 1 when something did not, or was not made."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
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
    parser.add_argument(
        "--rounds",
        metavar="N",
        type=int,
        default=1,
        help="make each fault N times as often, for faults of chance",
    )
    options = parser.parse_args()
    chosen = [each for each in SCENARIOS if not options.words or any(w in (each.name, *each.faults) or w in each.name
              for w in options.words)]  # fmt: skip
    results: list[Result] = []
    with ExitStack() as stack:
        for scenario in chosen:
            results.append(run(scenario, _shared_cluster(stack), max(options.rounds, 1)))
            print_result(results[-1])
            if options.write:
                write(results, options.write, [(each.name, each.engine) for each in SCENARIOS])
    return judged(results)


def judged(results: Sequence[Result]) -> int:
    """What the command ends with: 1 where something did not hold, or could not be made for want of a program.

    A small disk needs root, which nobody has to be: what was left out for that is told, and no failure.
    """
    missing = [each for each in results if not each.was_made]
    for each in missing:
        print(f"{each.name} was {each.note}", flush=True)
    return 1 if any(each.broken for each in results) or any(not each.needs_root for each in missing) else 0


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
