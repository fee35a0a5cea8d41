from array import array
from typing import Any

from rtentry.lpm.layout import Level

def read_prefix(text: object, /) -> tuple[int, int, int] | None: ...

class Single:
    def get(self, address: str | bytes | int) -> object: ...
    def attach(
        self,
        version: int,
        top: array[int],
        low: array[int],
        levels: tuple[Level, ...],
        unit: int,
        block: int,
        tail: int,
        near: bytearray | None,
        values: list[Any],
        /,
    ) -> None: ...
    def detach(self, version: int, /) -> None: ...
