"""
Writes those parts of the documentation that are made from the code.

    python docs/make_tables.py [--check]

A part stands between ``<!-- made: NAME -->`` and ``<!-- end -->`` in any page under
``docs/``; NAME is one of PARTS.  With ``--check`` nothing is written; the status is 1 if
a page is not as the code has it now.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import rtentry
from rtentry import flags, model
from rtentry.arrow import write as arrow_write
from rtentry.checks import checks, findings
from rtentry.cli import options
from rtentry.decide.after import FACTS
from rtentry.decide.reasons import REASONS
from rtentry.dialects import dialects
from rtentry.jsondoc import described
from rtentry.listing import Dialect
from rtentry.queries import ROOM as QUERIES
from rtentry.registry import members
from rtentry.reports import text as text_report
from rtentry.sources import ROOM as SOURCES

DOCS = Path(__file__).parent
PART = re.compile(r"(<!-- made: (\w+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)

RECORDS = (
    model.Snapshot, model.Route, model.Nexthop, model.Neighbor, model.Interface,
    model.IfAddr, model.Counters, model.RouteStats, model.Rule, model.NexthopObject,
    model.Socket, model.Event, model.Listing, model.Block, model.Unparsed, model.Break,
)  # fmt: skip


def main(argv: Sequence[str]) -> int:
    """Write the parts, or tell which pages are out of date."""
    old = {page: page.read_text() for page in sorted(DOCS.rglob("*.md"))}
    new = {page: PART.sub(fill, text) for page, text in old.items()}
    changed = [page for page in old if new[page] != old[page]]
    for page in changed:
        if "--check" not in argv:
            page.write_text(new[page])
        sys.stdout.write(f"{page.relative_to(DOCS.parent)}: as the code has it now\n")
    return int("--check" in argv and bool(changed))


def fill(found: re.Match[str]) -> str:
    """A part as the code has it."""
    begin, name, _, end = found.groups()
    return "\n".join([begin, *PARTS[name](), "", end])


# -- markdown -------------------------------------------------------------------------


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """A table; bars in cells are escaped."""
    for row in [heads, ["---"] * len(heads), *rows]:
        yield "| " + " | ".join([cell.replace("|", r"\|") for cell in row]) + " |"


def code(text: str) -> str:
    """*text* as code; ``""`` stays empty."""
    return f"`{text}`" if text else ""


def ticked(text: str) -> str:
    """Text of a docstring for markdown: code in single backquotes."""
    return text.replace("``", "`")


# -- checks ---------------------------------------------------------------------------

CHECKED = DOCS / "examples" / "checks"


def check_list() -> Iterator[str]:
    """Each check: what it looks for, an example that it finds, one that it lets pass."""
    for name, check in checks().items():
        yield f"### `{name}`"
        yield ""
        module = import_module(f"rtentry.checks.{name.replace('-', '_')}")
        told = ticked((module.__doc__ or "").partition("\n\n")[0].strip())
        yield f"{told} *{check.severity.capitalize()}.* {check.advice.capitalize()}."
        yield ""
        yield from finding_of(CHECKED / f"{name}.txt")
        yield f"It says nothing of [this](examples/checks/{name}-nearly.txt):"
        yield ""
        yield from quoted(CHECKED / f"{name}-nearly.txt")


def finding_of(path: Path) -> Iterator[str]:
    """An example, and what is found in it."""
    yield from quoted(path)
    yield "```console"
    yield f"$ rtentry -F {path.relative_to(DOCS.parent)} check"
    [snapshot] = rtentry.read(str(path))
    yield from text_report.show(findings(snapshot), [snapshot.host])
    yield "```"
    yield ""


def quoted(path: Path) -> Iterator[str]:
    """The lines of an example; of a long one the first."""
    lines = path.read_text().splitlines()
    yield "```text"
    yield from lines if len(lines) < 20 else [*lines[:4], f"... ({len(lines)} lines)"]
    yield "```"
    yield ""


# -- dialects and flags ---------------------------------------------------------------


def dialect_table() -> Iterator[str]:
    """All dialects, with what each reads and prints."""
    return table(
        ["`--as`", "system", "reads and prints", "classic commands", "clones"],
        [
            [
                code(d.name),
                d.title,
                ", ".join([code(form.name) for form in d.forms]) or "documents",
                " ".join([code(tool) for tool in d.tools]),
                "among the routes" if d.clones else "",
            ]
            for d in ordered(dialects())
        ],
    )


def system_table() -> Iterator[str]:
    """What a system's bare name means."""
    systems = sorted({d.system for d in dialects()})
    newest = {s: next(d for d in dialects() if d.system == s) for s in systems}
    rows = [[code(s), code(d.name), d.title] for s, d in newest.items()]
    return table(["name", "means", "which is"], rows)


def letter_table() -> Iterator[str]:
    """Every route flag that some dialect has a letter for, and the letters."""
    speaking = [d for d in ordered(dialects()) if d.letters]
    rows = []
    for flag in flags.RTF:
        letters = [code(letter_of(d, flag)) for d in speaking]
        if any(letters):
            rows.append([code(flag.name or ""), *letters, flags.WORDS[flag]])
    return table(["flag", *[code(d.name) for d in speaking], "meaning"], rows)


def ordered(some: Sequence[Dialect]) -> list[Dialect]:
    """Dialects by system, oldest first."""
    return sorted(some, key=lambda d: (d.system, d.since, d.name))


def letter_of(dialect: Dialect, flag: flags.RTF) -> str:
    """The letter of a flag; ``""`` = it has none."""
    return dialect.letters.table.get(flag, "") if dialect.letters else ""


# -- the command line ----------------------------------------------------------------


def option_table() -> Iterator[str]:
    """The options of every command."""
    rows = [
        [", ".join([code(f"{s} {value}".strip()) for s in spellings]), text]
        for spellings, _, value, text in options.grouped()
    ]
    return table(["option", "meaning"], rows)


def query_tables() -> Iterator[str]:
    """The queries: what each is for, its arguments, its examples."""
    for name, query in members(QUERIES).items():
        yield from (f"### `rtentry {name}`", "", sentence(query.help), "")
        rows = [[", ".join(map(code, p.names)), p.help] for p in query.params]
        yield from table(["argument", "meaning"], rows)
        yield ""
        rows = [[code(command), what] for command, what in query.examples]
        yield from table(["example", "what it does"], rows)
        yield ""


def sentence(text: str) -> str:
    """A help text as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def source_table() -> Iterator[str]:
    """The places that ``-F`` can name."""
    rows = [[code(name), source.help] for name, source in members(SOURCES).items()]
    return table(["source", "what it reads"], rows)


# -- python -----------------------------------------------------------------------------


def public_table() -> Iterator[str]:
    """The public names and the first line that each says of itself."""
    rows = [[code(name), first_line(getattr(rtentry, name))] for name in public()]
    return table(["name", "what it is"], rows)


def public() -> list[str]:
    """The public names, functions first."""
    return sorted(rtentry.__all__, key=lambda name: (name[0].isupper(), name))


def first_line(thing: object) -> str:
    """The first line of a docstring."""
    return ticked((thing.__doc__ or "").strip().split("\n")[0])


def record_tables() -> Iterator[str]:
    """The records and their fields."""
    for cls in RECORDS:
        summary, _, rest = (cls.__doc__ or "").strip().partition("\n\n")
        texts = dict(field_texts(rest))
        yield from (f"### {cls.__name__}", "", ticked(" ".join(summary.split())), "")
        yield from table(["field", "type", "meaning"], field_rows(cls, texts))
        yield ""


def field_rows(cls: Any, texts: Mapping[str, str]) -> list[list[str]]:  # noqa: ANN401
    """The fields of a record: name, type, meaning."""
    return [
        [code(name), code(type_.__forward_arg__), texts.get(name, "")]
        for name, type_ in cls.__annotations__.items()
    ]


def field_texts(docstring: str) -> Iterator[tuple[str, str]]:
    """What the section ``Fields:`` of a docstring says of each field."""
    _, _, lines = docstring.partition("Fields:\n")
    entries = re.split(r"\n {8}(?=\w)", "\n" + lines.split("\n\n")[0])
    for entry in entries[1:]:
        several, _, text = entry.partition(":")
        for name in several.split(","):
            yield name.strip(), ticked(" ".join(text.split()))


def house_table() -> Iterator[str]:
    """Every module and room of the package, with the first line of its docstring."""
    package = Path(rtentry.__file__).parent
    rows = [
        [code(path.stem), docstring_line(path)] for path in package.glob("[a-z]*.py")
    ]
    rows += [
        [code(f"{path.parent.name}/"), docstring_line(path)]
        for path in package.glob("*/__init__.py")
    ]
    return table(["module", "what it is for"], sorted(rows))


def reason_table() -> Iterator[str]:
    """The reasons of decisions, by code."""
    rows = [[code(name), text] for name, text in REASONS.items()]
    return table(["code", "what it says"], rows)


def fact_table() -> Iterator[str]:
    """What comes of a decision, by code."""
    return table(["code", "what it says"], [[code(n), t] for n, t in FACTS.items()])


def docstring_line(path: Path) -> str:
    """The first line of a module's docstring; the module is not imported."""
    text = ast.get_docstring(ast.parse(path.read_text())) or ""
    return ticked(text.split("\n")[0])


def column_table() -> Iterator[str]:
    """The columns of a table of routes: type, and what each is."""
    told = described((model.Route.__doc__ or "").partition("Fields:")[2])
    told |= {name: f"{text} (BGP)" for name, text in OF_BGP.items()} | OF_TABLES
    rows = [
        [code(field.name), code(arrow_type(str(field.type))), ticked(told[field.name])]
        for field in arrow_write.schema()
    ]
    return table(["column", "type", "what it is"], rows)


def arrow_type(name: str) -> str:
    """A type, shorter."""
    return "dictionary of strings" if name.startswith("dictionary") else name


OF_BGP = {
    "as_path": "AS numbers on the way",
    "origin_as": "the AS that announces it; null if it is a set: see extra",
    "origin": "igp, egp, incomplete",
    "peer": "who told of it",
    "peer_as": "the AS of that",
}

OF_TABLES = {
    "host": "the host whose table it is",
    "version": "4 or 6; null = the destination is a name, or was cut off",
    "dst": "destination, with its length",
    "plen": "its length (bits)",
    "zone": "its scope zone",
    "flags": "flags by name, commas between",
    "metrics": "the other metrics (JSON)",
    "locks": "metrics that the kernel may not change (JSON)",
    "nexthops": "the ways of a multipath route (JSON)",
    "extra": "uncommon attributes (JSON); null = the columns of BGP say all of them",
    "first": "first address: an octet 4 or 6, then its octets; in order as addresses are",
    "last": "last address, likewise",
}

PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "checks": check_list,
    "dialects": dialect_table,
    "systems": system_table,
    "letters": letter_table,
    "options": option_table,
    "queries": query_tables,
    "sources": source_table,
    "public": public_table,
    "records": record_tables,
    "columns": column_table,
    "house": house_table,
    "reasons": reason_table,
    "facts": fact_table,
}
"""What each part is made by."""

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
