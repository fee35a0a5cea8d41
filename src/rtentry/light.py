"""
What records, flags and annotations need of ``typing`` and ``enum``, without their cost.

``import typing`` brings ``re`` and ``contextlib`` and costs 8 ms, ``enum`` with the three
unions of :mod:`rtentry.flags` 3 ms, and each of the sixty NamedTuples of a short command
0.1 ms: together as much as all else that ``rtentry netstat -rn`` does.  NamedTuple and
IntFlag have the same syntax here and give classes that behave the same; the other names
mean nothing at run time.  Type checkers see the originals (ADR 0007).
"""

from __future__ import annotations

from operator import itemgetter

TYPE_CHECKING = False
"""As typing's: type checkers take it for true."""

if TYPE_CHECKING:
    from enum import IntFlag as IntFlag
    from enum import auto as auto
    from typing import Any as Any
    from typing import Generic as Generic
    from typing import NamedTuple as NamedTuple
    from typing import Protocol as Protocol
    from typing import TypeAlias as TypeAlias
    from typing import TypeVar as TypeVar
else:
    Any = TypeAlias = Protocol = auto = object

    class Generic:
        """A base that takes any parameters and ignores them."""

        def __class_getitem__(cls, _):
            return cls

    def TypeVar(name, *, bound=object):
        """A name for a type, which nobody looks at."""
        return object

    # -- named tuples --------------------------------------------------------------------

    try:
        from _collections import _tuplegetter as field  # what namedtuple takes
    except ImportError:

        def field(at, doc):
            """The attribute that an item of a tuple is."""
            return property(itemgetter(at), doc)

    new = tuple.__new__

    MAKERS = {}
    """A function ``__new__`` by the number of its fields: to compile one is slow."""

    class Record(tuple):
        """What all named tuples have."""

        __slots__ = ()

        @classmethod
        def _make(cls, values):
            """One of as many values as there are fields."""
            made = new(cls, values)
            if len(made) != len(cls._fields):
                expected = len(cls._fields)
                raise TypeError(f"Expected {expected} arguments, got {len(made)}")
            return made

        def _replace(self, /, **values):
            """The same but for some fields."""
            made = self._make(map(values.pop, self._fields, self))
            if values:
                raise ValueError(f"Got unexpected field names: {list(values)!r}")
            return made

        def _asdict(self):
            """Field -> value."""
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            pairs = zip(self._fields, self, strict=True)
            inside = ", ".join([f"{name}={value!r}" for name, value in pairs])
            return f"{type(self).__name__}({inside})"

        def __getnewargs__(self):
            return tuple(self)

    def maker(name, fields, defaults):
        """The ``__new__`` of the named tuple *name*."""
        count = len(fields)
        if count not in MAKERS:
            args = "".join([f"a{n}, " for n in range(count)])
            MAKERS[count] = eval(f"lambda _cls, {args}: new(_cls, ({args}))")
        model = MAKERS[count]
        code = model.__code__.replace(
            co_varnames=("_cls", *fields),
            co_name="__new__",
            co_qualname=f"{name}.__new__",
        )
        return type(model)(code, model.__globals__, "__new__", defaults)

    class Named(type):
        """Makes a class statement whose base is NamedTuple into a named tuple."""

        def __new__(cls, name, bases, space):
            """The named tuple of a class statement."""
            fields = tuple(space.pop("__annotations__", ()))
            defaults = {each: space.pop(each) for each in fields if each in space}
            made = {each: field(at, None) for at, each in enumerate(fields)}
            made |= {
                "__slots__": (),
                "__new__": maker(name, fields, tuple(defaults.values())),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
            }
            return type(name, (Record,), made | space)

    NamedTuple = type.__new__(Named, "NamedTuple", (), {})

    # -- flags ---------------------------------------------------------------------------

    class Union(type):
        """Makes a class statement whose base is IntFlag into numbers with named bits."""

        def __new__(cls, name, bases, space):
            """The class; each ``auto()`` of the statement is a bit, the first is 1."""
            made = type.__new__(cls, name, bases, space | {"__slots__": ()})
            words = [word for word, value in space.items() if type(value) is object]
            made.__members__ = {word: made(1 << n) for n, word in enumerate(words)}
            made._words = {bit: word for word, bit in made.__members__.items()}
            for word, bit in made.__members__.items():
                setattr(made, word, bit)
            return made

        def __iter__(cls):
            return iter(cls._words)

        def __len__(cls):
            return len(cls._words)

        def __getitem__(cls, word):
            return cls.__members__[word]

    class IntFlag(int, metaclass=Union):
        """A number whose bits have names."""

        @property
        def value(self):
            """The number."""
            return int(self)

        @property
        def name(self):
            """The names of its bits; ``None`` = it has none."""
            return "|".join([self._words[bit] for bit in self]) or None

        def __iter__(self):
            return iter([bit for bit in self._words if int.__and__(bit, self)])

        def __len__(self):
            return self.bit_count()

        def __contains__(self, bit):
            return int.__and__(self, bit) == bit

        def __or__(self, other):
            return type(self)(int.__or__(self, other))

        def __and__(self, other):
            return type(self)(int.__and__(self, other))

        def __xor__(self, other):
            return type(self)(int.__xor__(self, other))

        def __invert__(self):
            return type(self)(int.__xor__(self, (1 << len(self._words)) - 1))

        __ror__, __rand__, __rxor__ = __or__, __and__, __xor__

        def __repr__(self):
            words = f".{self.name}" if self else ""
            return f"<{type(self).__name__}{words}: {int(self)}>"

        __str__ = int.__repr__
