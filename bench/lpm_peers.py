"""
Python packages that find the longest prefix, each as its own documentation uses it.

Each maker takes prefixes and their values and gives functions from an address to what
was found, by the form of the address: ``text``, ``octets``, ``number``.  A package of
which no function returns a value without more is asked for what costs it least.
"""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rtentry.addr import WIDTH, Prefix, show_address, show_prefix
from rtentry.lpm.index import Index

Gets = Mapping[str, Callable[[Any], Any]]

Made = tuple[Any, Gets]
"""What holds the table, and its lookups."""


def ours(table: list[Prefix], values: list[int]) -> Made:
    index = Index(zip(table, values, strict=True))
    for addr in ("192.0.2.1", "2001:db8::1"):
        index.get(addr)  # it is not ready before
    return index, {"text": index.get, "octets": index.get, "number": index.get}


def pure(table: list[Prefix], values: list[int]) -> Made:
    index, _ = ours(table, values)
    get = index.look_up
    return index, {"text": get, "octets": get, "number": get}


def pytricia(table: list[Prefix], values: list[int]) -> Made:
    from pytricia import PyTricia

    version = table[0].version
    tree = PyTricia(WIDTH[version], {4: socket.AF_INET, 6: socket.AF_INET6}[version])
    for text, value in zip(map(show_prefix, table), values, strict=True):
        tree.insert(text, value)
    gets = {"text": tree.get, "octets": tree.get}
    return tree, gets | ({"number": tree.get} if version == 4 else {})


def py_radix(table: list[Prefix], values: list[int]) -> Made:
    from radix import Radix

    tree = Radix()
    for text, value in zip(map(show_prefix, table), values, strict=True):
        tree.add(text).data["value"] = value
    return tree, {
        "text": tree.search_best,
        "octets": lambda octets: tree.search_best(packed=octets),
    }


def pysubnettree(table: list[Prefix], values: list[int]) -> Made:
    from SubnetTree import SubnetTree

    tree = SubnetTree()
    for text, value in zip(map(show_prefix, table), values, strict=True):
        tree[text] = value
    return tree, {"text": tree.__contains__}


def radixtarget(table: list[Prefix], values: list[int]) -> Made:
    from radixtarget import RadixTarget

    tree = RadixTarget()
    for text, value in zip(map(show_prefix, table), values, strict=True):
        tree.insert(text, value)
    return tree, {"text": tree.get}


def originet(table: list[Prefix], values: list[int]) -> Made:
    from originet import Table

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table")
        each = zip(table, values, strict=True)
        path.write_text(
            "".join(f"{show_address(p.host)}\t{p.plen}\t{v}\n" for p, v in each)
        )
        made = Table.from_files(**{f"ipv{table[0].version}": path})
    return made, {"text": made.lookup}


def pyasn(table: list[Prefix], values: list[int]) -> Made:
    from pyasn import pyasn as database

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table")
        each = zip(map(show_prefix, table), values, strict=True)
        path.write_text("".join(f"{text}\t{value}\n" for text, value in each))
        made = database(str(path))
    return made, {"text": made.lookup}


MAKERS = {
    "rtentry": ours,
    "rtentry, no helper": pure,
    "pytricia": pytricia,
    "py-radix": py_radix,
    "pysubnettree": pysubnettree,
    "radixtarget": radixtarget,
    "originet": originet,
    "pyasn": pyasn,
}

IMPORTS = {"py-radix": "radix", "pysubnettree": "SubnetTree"}
"""What is imported of each, where its name is another."""


def there() -> dict[str, Callable[[list[Prefix], list[int]], Made]]:
    """Those that are installed."""
    return {
        name: make
        for name, make in MAKERS.items()
        if name.startswith("rtentry") or find_spec(IMPORTS.get(name, name))
    }
