"""
Octets as text: UTF-8, UTF-16 and UTF-32, code pages of consoles, else Latin-1.

``route print > routes.txt`` writes the code page of the console, PowerShell UTF-16.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping

from rtentry.errors import SourceError

MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""What a text of wide characters begins with, longer ones first."""

HEAD = 4096
"""How many octets tell whether a text has wide characters, where no mark does."""

FEWEST = 16
"""How many octets tell it at least."""

RUSSIAN = ("аршрут", "нтерфейс", "дрес", "етрика")
KOREAN = ("인터페이스", "네트워크", "게이트웨이", "주소")
JAPANESE = ("インターフェイス", "ネットワーク", "ゲートウェイ", "アドレス", "ルート")

WORDS: Mapping[str, tuple[str, ...]] = {
    # code page: words (or parts) of tables that look so in no other one
    "cp866": RUSSIAN,
    "cp1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "cp932": JAPANESE,
    "euc-jp": JAPANESE,
    "cp949": KOREAN,
    "gb18030": ("接口", "网络", "网关", "路由表"),
    "big5": ("介面", "網路", "閘道", "路由表"),
    "cp852": ("interfejsów", "trwałe", "Rozhraní", "rozhraní", "Hálózat", "Útvonal"),
    "cp1250": ("trwałe", "Jeśli"),
    "cp850": (
        *("Ständige", "éseau", "étrique", "éraires", "Máscara", "áscara", "étrica"),
        *("ínculo", "Endereço", "Nätverk", "Långvarig", "grænseflade", "Grænseflade"),
        *("dinámico", "estático", "Dirección", "física", "Permanência"),
    ),
}
"""Code pages, by the words of tables in the languages that need them."""


def decode(data: bytes, where: str) -> str:
    """
    The text of some octets.

    Args:
        data:  the octets.
        where: where they are from, for errors.

    Raises:
        SourceError: if they are no text; with the line where one can be told.
    """
    if not data.strip():
        raise SourceError(f"{where}: empty: there is nothing to read")
    name = encoding_of(data)
    if name == "":
        refuse_nul(data, where)
        name = "utf-8-sig"
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        if name == "utf-8-sig":
            return local(data)
        line = data[: error.start].decode(name, "ignore").count("\n") + 1
        raise SourceError(
            f"{where}:{line}: damaged {name.upper()}: {error.reason}"
        ) from None


def encoding_of(data: bytes) -> str:
    """The name of an encoding of wide characters; ``""`` = none is seen."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    head = data[:HEAD]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    is_wide = 5 * max(even, odd) > len(head) >= FEWEST and not min(even, odd)
    if is_wide:
        return "utf-16-le" if odd else "utf-16-be"
    return ""


def refuse_nul(data: bytes, where: str) -> None:
    """SourceError at an octet that no text has."""
    at = data.find(0)
    if at < 0:
        return
    before = data[:at]
    if b"\n" in before and all(octet > 6 for octet in before):
        line, column = before.count(b"\n") + 1, at - before.rfind(b"\n")
        raise SourceError(f"{where}:{line}:{column}: a NUL octet: the file is damaged")
    what, source = of_binary(data)
    raise SourceError(
        f"{where}: binary: not a text with listings; {what} is read with"
        f" -F {source}:{where}"
    )


def local(data: bytes) -> str:
    """The text of octets that are no UTF-8, in the code page whose words are there."""
    for name, words in WORDS.items():
        if any(word.encode(name, "ignore") in data for word in words):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    return data.decode("latin-1")


MRT_TYPES = (12, 13, 16, 17)
"""TABLE_DUMP, TABLE_DUMP_V2, BGP4MP, BGP4MP_ET (RFC 6396)."""


def of_binary(data: bytes) -> tuple[str, str]:
    """What a file may be that is no text, and the source that reads it."""
    kind, subtype = int.from_bytes(data[4:6]), int.from_bytes(data[6:8])
    is_mrt = kind in MRT_TYPES and subtype < 16 and data[8:9] == b"\0"
    if is_mrt:
        return "a dump of BGP routes", "mrt"
    return "a dump of a BSD's tables", "rtsock"
