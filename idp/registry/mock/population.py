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
        self._by_number = {
            number: person for person in self._personas.values() for number in _numbers_of(person)
        }
        self._first = array("I")
        self._ranks = array("I")
        self._in_cell: dict[str, array[int]] = {}
        self._generated = max(0, SIZES[size] - len(self._personas))
        self._index()
        self._changed: dict[str, Person] = {}
        self._lock = Lock()
        self._household = lru_cache(maxsize=256)(self._rebuild)

    @property
    def anybody(self) -> Person:
        """Some record, to compare with where there is none."""
        return next(iter(self._personas.values()))

    @property
    def invented(self) -> list[Person]:
        """The personas, as the register holds them now."""
        return [self._now(person) for person in self._personas.values()]

    def __len__(self) -> int:
        return len(self._personas) + self._generated

    def by_number(self, number: str) -> Person | None:
        """Who holds or held a twelve-digit number. Costs the same whether somebody does or not."""
        serial = self._serial_of(number)
        members = self._members(int(number) if serial is None else serial)
        generated = members if serial is not None else []
        persona = self._by_number.get(number)
        found = persona or next((person for person in generated if number in _numbers_of(person)), None)
        return self._now(found) if found else None

    def by_old_number(self, old_number: str) -> Person | None:
        """Who holds an old nine-digit number. Costs the same whether somebody does or not."""
        serial = self._numbers.serial(old_number)
        members = self._members(int(old_number) if serial is None else serial // LARGEST)
        found = self._by_number.get(old_number)
        if found is None and serial is not None and serial // LARGEST < len(self._first):
            found = next((person for person in members if person.old_number == old_number), None)
        return self._now(found) if found else None

    def by_document(self, document: str) -> Person | None:
        """Who holds a passport or a certificate of a person without nationality."""
        persona = self._by_number.get(document)
        return self._now(persona) if persona and persona.document == document else None

    def children_of(self, parent: Person) -> list[Person]:
        """Whose mother, father or guardian somebody is."""
        around = self._personas.values() if parent.uid in self._personas else self._household_of(parent)
        return [
            self._now(child) for child in around if parent.uid in (child.mother, child.father, child.guardian)
        ]

    def living_with(self, person: Person) -> list[Person]:
        """The other members of somebody's household."""
        around = self._personas.values() if person.uid in self._personas else self._household_of(person)
        return [
            self._now(member)
            for member in around
            if person.head is not None and member.head == person.head and member.uid != person.uid
        ]

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

    def _serial_of(self, number: str) -> int | None:
        """The household in which a number was given out."""
        found = self._numbers.rank(number)
        if found is None:
            return None
        cell, rank = found
        entries = self._in_cell.get(cell, ())
        return bisect_right(self._first, entries[rank]) - 1 if rank < len(entries) else None

    def _members(self, serial: int) -> list[Person]:
        """A household; for a number beyond the last one, some household."""
        return self._household(serial % len(self._first)) if self._first else []

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
