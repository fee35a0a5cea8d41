"""Work ahead: what a thread makes while that before it is worked on."""

from __future__ import annotations

from _queue import SimpleQueue  # without what queue loads
from _thread import allocate_lock, start_new_thread
from collections.abc import Generator, Iterator

from rtentry.light import Any, TypeVar

T = TypeVar("T")


def ahead(each: Iterator[T], most: int = 1) -> Generator[T]:
    """
    The same, made by a thread.

    Args:
        each: what it raises is raised here, in its place.
        most: so many wait at most, until they are asked for.
    """
    made: SimpleQueue[Any] = SimpleQueue()
    room: SimpleQueue[None] = SimpleQueue()
    left: list[bool] = []
    running = allocate_lock()

    def work() -> None:
        end: BaseException | None = None
        try:
            for one in each:
                made.put((one,))
                room.get()
                if left:
                    break
        except BaseException as error:
            end = error
        made.put(end)
        running.release()

    for _ in range(most - 1):
        room.put(None)
    running.acquire()
    start_new_thread(work, ())
    try:
        while isinstance(found := made.get(), tuple):
            room.put(None)
            yield found[0]
        if found is not None:
            raise found
    finally:
        left.append(True)
        room.put(None)
        running.acquire()
