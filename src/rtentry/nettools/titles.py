"""
The lines above the tables: titles and headings, in English and in the translations.

A heading is known by its words, whatever their spacing; it says which table follows.
Tables are named by family, style and whether they show the cache::

    fib1 fib2 fib3        IPv4: route, route -e, route -ee
    cache1 cache2 cache3  the IPv4 route cache, the same styles
    fib6 wide6            IPv6: of today, of 1.60

Source: net-tools lib/inet_gr.c, lib/inet6_gr.c, netstat.c, and its message catalogues
(cs, de, et, fr, ja, pt_BR); translations of distributions (es, it, ru, zh_CN).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rtentry.light import NamedTuple
from rtentry.listing import Hint

TITLES = {
    "fib": "Kernel IP routing table",
    "cache": "Kernel IP routing cache",
    "fib6": "Kernel IPv6 routing table",
    "cache6": "Kernel IPv6 routing cache",
    "interfaces": "Kernel Interface table",
}
"""The title of each kind of table."""

FIRST = "Kernel routing table"
"""The first title that there was."""

ROUTE = "Destination     Gateway         Genmask         "
CACHE = "Source          Destination     Gateway         "
STYLES = {
    1: "Flags Metric Ref    Use Iface",
    2: "Flags   MSS Window  irtt Iface",
    3: "Flags Metric Ref    Use Iface    MSS   Window irtt",
}

HEADINGS = {
    **{f"fib{style}": ROUTE + rest for style, rest in STYLES.items()},
    "cache1": CACHE + STYLES[1],
    "cache2": CACHE + STYLES[2],
    "cache3": CACHE + STYLES[3] + "  TOS HHRef HHUptod     SpecDst",
    "fib6": "Destination                    Next Hop                   Flag Met Ref  Use If",
    "wide6": "Destination                                 "
    "Next Hop                                Flags Metric Ref    Use Iface",
}
"""The heading of each table of routes."""

VARIANTS: Mapping[str, tuple[str, ...]] = {
    "fib1": (
        "Ziel            Router          Genmask         Flags Metric Ref    Use Iface",
        "Destination     Passerelle      Genmask         Indic Metric Ref    Use Iface",
        "Destino         Roteador        MáscaraGen.    Opções Métrica Ref   Uso Iface",
        "Destino         Pasarela        Genmask         Indic Métric Ref    Uso Interfaz",
        "受信先サイト    ゲートウェイ    ネットマスク   フラグ Metric Ref 使用数 インタフェース",
        "Adresát         Brána           Maska           Přízn Metrik Odkazů Užt Rozhraní",
        "Sihtpunkt       Ruuter          Võrgumask       Lipud Meetr  Mitu Kasut Liides",
        "目标            网关            子网掩码        标志  跃点   引用  使用 接口",
    ),
    "fib2": (
        "Ziel            Router          Genmask         Flags   MSS Fenster irtt Iface",
        "Destination     Passerelle      Genmask         Indic   MSS Fenêtre irtt Iface",
        "Destino         Roteador        MáscaraGen.    Opções   MSS Janela  irtt Iface",
        "Destino         Pasarela        Genmask         Indic   MSS Ventana irtt Interfaz",
        "受信先サイト    ゲートウェイ    ネットマスク   フラグ   MSS Window  irtt インタフェース",
        "Adresát         Brána           Maska           Přízn   MSS Okno    irtt Rozhraní",
        "Sihtpunkt       Ruuter          Võrgumask       Lipud   MSS Aken    irtt Liides",
    ),
    "fib3": (
        "Ziel            Gateway         Maske           Flags Metric Ref    Benutzer Iface    MSS   Fenster irtt",
        "Destination     Passerelle      Genmask         Indic Metric Ref    Use Iface    MSS  Fenêtre irtt",
        "Destino         Roteador        MáscaraGen     Opções Métrica Ref   Uso Iface    MSS   Janela irtt",
        "受信先サイト   ゲートウェイ    ネットマスク    フラグ Metric Ref 使用数 Iface    MSS   Window irtt",
        "Adresát         Brána           Maska           Přízn Metrik Odkazy Užt Rozhraní MSS   Okno   irtt",
        "Sihtpunkt       Ruuter          Võrgumask       Lipud Meetr  Mitu Kasut Liides   MSS   Aken   irtt",
    ),
    "fib6": (
        "Destination                    Next Hop                   Flag Met Re  Use If",
        "Adresát                        Další směrovač             Příz Met Odk Užt Rozhr",
    ),
    "wide6": (
        "Ziel                                        Nächster Hop                                 Flags Metric Ref    Benutzer Iface",
        "Destination                                 Prochain Hop                            Indic Metric Ref    Utilis. Iface",
        'Destino                                     Próximo "Hop"                          Opções Métrica Ref   Uso Iface',
        "送信先サイト                                次回ホップ                             フラグ Metric Ref 使用数 インタフェース",
        "Sihtpunkt                                   Järgmine samm                           Lipud Meetr  Mitu Kasut Liides",
    ),
}  # fmt: skip
"""Other headings of the same tables."""


class Heading(NamedTuple):
    """
    A heading that is known.

    Fields:
        table: the name of its table.
        text:  the heading as the tool prints it.
    """

    table: str
    text: str


class Start(NamedTuple):
    """
    Where a table begins.

    Fields:
        heading: what its heading is.
        at:      index of the heading.
        titles:  the lines above it.
    """

    heading: Heading
    at: int
    titles: tuple[str, ...]


def words(line: str) -> str:
    """A line with single blanks."""
    return " ".join(line.split())


@lru_cache(maxsize=1)
def by_words() -> Mapping[str, Heading]:
    """The headings by their words."""
    every = [(table, text) for table, texts in VARIANTS.items() for text in texts]
    return {
        words(text): Heading(table, text) for table, text in [*every, *HEADINGS.items()]
    }


@lru_cache(maxsize=1)
def first_words() -> tuple[str, ...]:
    """How headings begin."""
    return tuple({text.split()[0] for text in by_words()})


@lru_cache(maxsize=1)
def first_letters() -> frozenset[str]:
    """How lines begin that may be headings, blanks before them or not."""
    return frozenset([*" \t\r\f\v", *[word[0] for word in first_words()]])


@lru_cache(maxsize=1)
def hint() -> Hint:
    """What a listing begins with: a heading, or a title above one."""
    return Hint(rf"(?:.*\n)?\s*(?:{'|'.join(first_words())})")


def heading_of(line: str) -> Heading | None:
    """What a line is the heading of; ``None`` if it is none."""
    if not line.lstrip().startswith(first_words()):
        return None
    return by_words().get(words(line))


def is_title(line: str) -> bool:
    """
    Whether a line right above a heading of routes is its title.

    It is if it speaks of IP: every language does, and translations are many.  Up to 1996
    there was no other protocol.
    """
    text = line.strip()
    return text == FIRST or (
        "IP" in text and len(text) < 60 and not set(text) & set("$#:")
    )


def start(lines: Sequence[str], at: int) -> Start | None:
    """The table that begins at index *at*, with its title or without."""
    if heading := heading_of(lines[at]):
        return Start(heading, at, ())
    below = at + 1
    while below < len(lines) and not lines[below].strip() and below < at + 3:
        below += 1
    if below == len(lines) or not is_title(lines[at]):
        return None
    heading = heading_of(lines[below])
    above = tuple([line.rstrip("\r\n") for line in lines[at:below]])
    return Start(heading, below, above) if heading else None


def next_start(lines: Sequence[str], at: int) -> int:
    """Index of the next table's first line after *at*; the end if there is none."""
    words, letters = first_words(), first_letters()
    for i in range(at + 1, len(lines)):
        line = lines[i]
        if line[:1] not in letters:
            continue  # most are rows
        if line.lstrip().startswith(words) and heading_of(line):
            above = i - 1
            while above > at + 1 and not lines[above].strip():
                above -= 1
            return above if above > at and is_title(lines[above]) else i
    return len(lines)
