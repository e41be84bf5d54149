"""Finding a person: personas by table, everyone else by running the number's permutation backwards."""

from array import array
from bisect import bisect_right
from functools import lru_cache
from threading import Lock

from idp.registry.mock.generator import DEFAULT_SEED, SIZES, Placed, cells, placed_households, records
from idp.registry.mock.households import LARGEST, cut, household
from idp.registry.mock.numbers import Numbers
from idp.registry.mock.person import Person
from idp.registry.mock.personas import personas


class Population:
    """Everyone the register knows. Keeps ranks, not records: a household is rebuilt when one of it is asked for.

    Args:
        size: One of `SIZES`.
        seed: Same seed, same people.
    """

    def __init__(self, size: str = "tiny", seed: str = DEFAULT_SEED) -> None:
        self.size = size
        self._seed = seed
        self._numbers = Numbers(seed)
        self._personas = {person.uid: person for person in personas()}
        self._by_number = {number: person for person in self._personas.values() for number in _numbers_of(person)}
        self._first = array("I")
        self._ranks = array("I")
        self._in_cell: dict[str, array[int]] = {}
        self._generated = max(0, SIZES[size] - len(self._personas))
        self._index()
        self._changed: dict[str, Person] = {}
        self._lock = Lock()
        self._household = lru_cache(maxsize=256)(self._rebuild)

    def __len__(self) -> int:
        return len(self._personas) + self._generated

    def by_number(self, number: str) -> Person | None:
        """Who holds or held a twelve-digit number."""
        persona = self._by_number.get(number)
        return self._now(persona) if persona else self._generated_by_number(number)

    def by_old_number(self, old_number: str) -> Person | None:
        """Who holds an old nine-digit number."""
        persona = self._by_number.get(old_number)
        if persona is not None:
            return self._now(persona)
        serial = self._numbers.serial(old_number)
        if serial is None or serial // LARGEST >= len(self._first):
            return None
        members = self._household(serial // LARGEST)
        found = members[serial % LARGEST] if serial % LARGEST < len(members) else None
        return self._now(found) if found and found.old_number == old_number else None

    def by_document(self, document: str) -> Person | None:
        """Who holds a passport or a certificate of a person without nationality."""
        persona = self._by_number.get(document)
        return self._now(persona) if persona and persona.document == document else None

    def children_of(self, parent: Person) -> list[Person]:
        """Whose mother, father or guardian somebody is."""
        around = self._personas.values() if parent.uid in self._personas else self._household_of(parent)
        return [self._now(child) for child in around if parent.uid in (child.mother, child.father, child.guardian)]

    def change(self, person: Person) -> None:
        """Let the register hold this record from now on."""
        with self._lock:
            self._changed[person.uid] = person

    def _now(self, person: Person) -> Person:
        return self._changed.get(person.uid, person)

    def _index(self) -> None:
        for placed in placed_households(self._seed, self._generated):
            self._first.append(placed.first)
            self._ranks.extend(placed.ranks)
            for entry, cell in enumerate(cells(placed.members), start=placed.first):
                self._in_cell.setdefault(cell, array("I")).append(entry)

    def _generated_by_number(self, number: str) -> Person | None:
        found = self._numbers.rank(number)
        if found is None:
            return None
        cell, rank = found
        entries = self._in_cell.get(cell, ())
        if rank >= len(entries):
            return None
        serial = bisect_right(self._first, entries[rank]) - 1
        holder = next(person for person in self._household(serial) if number in _numbers_of(person))
        return self._now(holder)

    def _household_of(self, person: Person) -> list[Person]:
        return self._household(int(person.uid.partition("-")[0]))

    def _rebuild(self, serial: int) -> list[Person]:
        first = self._first[serial]
        last = self._first[serial + 1] if serial + 1 < len(self._first) else len(self._ranks)
        ranks = self._ranks[first:last].tolist()
        members = household(self._seed, serial)
        while len(list(cells(members))) > len(ranks):
            members = cut(members, len(members) - 1)
        return records(self._seed, self._numbers, Placed(serial, first, members, ranks))


def _numbers_of(person: Person) -> list[str]:
    numbers = (person.number, *person.former_numbers, person.old_number, person.document)
    return [number for number in numbers if number]
