"""
What records and annotations need of ``typing``, without its start-up cost.

``import typing`` brings ``re`` and ``contextlib`` and costs 8 ms, and each of its
NamedTuples 0.2 ms: together as much as all else that ``rtentry netstat -rn`` does.
This NamedTuple has the same syntax and gives the same classes (made by
``collections.namedtuple``); the other names mean nothing at run time.  Type checkers
see typing's own (ADR 0007).
"""

from __future__ import annotations

from collections import namedtuple

TYPE_CHECKING = False
"""As typing's: type checkers take it for true."""

if TYPE_CHECKING:
    from typing import Any as Any
    from typing import Generic as Generic
    from typing import NamedTuple as NamedTuple
    from typing import Protocol as Protocol
    from typing import TypeAlias as TypeAlias
    from typing import TypeVar as TypeVar
else:
    Any = TypeAlias = Protocol = object

    class Generic:
        """A base that takes any parameters and ignores them."""

        def __class_getitem__(cls, _):
            return cls

    def TypeVar(name, *, bound=object):
        """A name for a type, which nobody looks at."""
        return object

    class Named(type):
        """Makes a class statement whose base is NamedTuple into a named tuple."""

        def __new__(cls, name, bases, space):
            """The named tuple of a class statement."""
            fields = tuple(space.get("__annotations__", ()))
            made = namedtuple(
                name,
                fields,
                defaults=[space.pop(field) for field in fields if field in space],
                module=space["__module__"],
            )
            for key, value in space.items():
                if key not in ("__annotations__", "__module__", "__qualname__"):
                    setattr(made, key, value)
            return made

    NamedTuple = type.__new__(Named, "NamedTuple", (), {})
