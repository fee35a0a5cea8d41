"""Values by number: equal ones share a slot, so that an index stays small."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence

from rtentry.light import Generic, TypeVar

V = TypeVar("V")

KNOWN = 1 << 16
"""So many different values are known again; each further one gets a slot of its own."""


class Values(Generic[V]):
    """
    Values with slots, numbers from 1 on.

    Fields:
        values: value of each slot; the first is ``None``: nothing matches.
        users:  how many prefixes have each.
        free:   slots that no prefix has any more.
        known:  type -> value -> slot: 1 and True are not the same.
    """

    def __init__(self) -> None:
        self.values: list[V | None] = [None]
        self.users = array("I", (0,))
        self.free: list[int] = []
        self.known: dict[type, dict[V, int]] = {}

    def slot_of(self, value: V) -> int:
        """The slot that a value has, or gets; it is not yet used by one prefix more."""
        known = self.known.setdefault(type(value), {})
        try:
            slot = known.get(value, 0)
        except TypeError:  # it cannot be compared: each is another
            return self.new(value)
        if not slot:
            slot = self.new(value)
            if len(known) < KNOWN:
                known[value] = slot
        return slot

    def new(self, value: V) -> int:
        """A slot for a value that has none."""
        if self.free:
            slot = self.free.pop()
            self.values[slot] = value
            return slot
        self.values.append(value)
        self.users.append(0)
        return len(self.values) - 1

    def hold(self, slots: Iterable[int]) -> None:
        """One prefix more has each of some slots."""
        for slot, count in Counter(slots).items():
            self.users[slot] += count

    def extend(self, values: Sequence[V], users: Iterable[int]) -> None:
        """Take over values as they are, with how many prefixes have each."""
        self.values.extend(values)
        self.users.extend(users)

    def release(self, slot: int) -> None:
        """One prefix less has a slot."""
        self.users[slot] -= 1
        if self.users[slot]:
            return
        value = self.values[slot]
        self.values[slot] = None
        self.free.append(slot)
        known = self.known.get(type(value), {})
        try:
            if known.get(value) == slot:  # type: ignore[arg-type]
                del known[value]  # type: ignore[arg-type]
        except TypeError:
            return
