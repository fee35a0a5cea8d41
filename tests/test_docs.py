"""
The documentation does what it says.

Every ``console`` block of every page is run in the project's folder: a line ``$ command``,
then what it prints (a line ``...`` stands for any lines).  ``console live`` reads this
machine and is only run; ``console netns`` reads the namespace ``blue``, made by
docs/examples/blue.sh: that needs root.  An ``rt`` block is a transcript of the simulator;
one that names no system goes on with the box of the block before it.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from rtentry.cli.options import ABOUT, OPTIONS
from rtentry.queries import ROOM
from rtentry.registry import members
from rtentry.sim.session import Session
from rtentry.sim.transcript import parse, play, shown

ROOT = Path(__file__).parent.parent
EXAMPLES = ROOT / "docs" / "examples"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PAGES += sorted((ROOT / "docs").rglob("*.md"))

FENCE = re.compile(r"^```(?P<info>\S.*)\n(?P<body>(?:.*\n)*?)```$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]*\]\(([^)#:]+)(?:#[^)]*)?\)")

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="live reading: Linux")


class Block(NamedTuple):
    """A fenced block: its page, the number of its first line, info words, and body."""

    page: Path
    line: int
    info: list[str]
    body: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    """The fenced blocks of a page."""
    text = page.read_text()
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(page, line, found["info"].split(), found["body"])


def sessions(*kinds: str) -> list[Block]:
    """The console blocks of all pages whose second word is one of *kinds*."""
    every = [block for page in PAGES for block in blocks(page)]
    return [
        b for b in every if b.info[0] == "console" and (b.info[1:] or [""])[0] in kinds
    ]


def commands(block: Block) -> list[tuple[str, str]]:
    """Each command of a console block with what it prints."""
    first, *parts = re.split(r"^\$ ", block.body, flags=re.MULTILINE)
    assert not first, f"{block}: begins without a command"
    return [(c, out) for c, _, out in (part.partition("\n") for part in parts)]


def run(command: str, home: Path, folder: Path = ROOT) -> tuple[int, str]:
    """Run a shell command with our ``rtentry`` first on the path: status, both streams."""
    env = {
        **os.environ,
        "PATH": f"{home}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
    }
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stdout


def program(folder: Path, *more: str) -> Path:
    """A folder with ``rtentry`` of this interpreter; *more* lines run before it begins."""
    script = folder / "rtentry"
    body = ["import sys", "from rtentry.cli import main", *more, "sys.exit(main())", ""]
    script.write_text("\n".join([f"#!{sys.executable}", *body]))
    script.chmod(0o755)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return program(tmp_path_factory.mktemp("bin"))


def same(expected: str, printed: str) -> bool:
    """Whether a text is the one expected, blanks at line ends aside."""
    wanted = [line.rstrip() for line in expected.splitlines()]
    pattern = "".join(
        [r"(?:.*\n)*?" if x == "..." else re.escape(x) + r"\n" for x in wanted]
    )
    lines = [line.rstrip() + "\n" for line in printed.splitlines()]
    return re.fullmatch(pattern, "".join(lines)) is not None


@pytest.mark.parametrize("block", sessions(""), ids=str)
def test_a_console_block_prints_what_stands_under_its_commands(block, home):
    for command, expected in commands(block):
        _, printed = run(command, home)
        assert same(expected, printed), f"{block}: {command}\n{printed}"


@on_linux
@pytest.mark.parametrize("block", sessions("live"), ids=str)
def test_a_live_console_block_runs(block, home):
    for command, _ in commands(block):
        status, printed = run(command, home)
        assert status == 0, f"{block}: {command}\n{printed}"
        assert printed


@pytest.fixture(scope="module")
def blue():
    """The namespace of docs/examples/blue.sh."""
    if sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("ip"):
        pytest.skip("network namespaces need Linux, root and ip(8)")
    if not Path("/proc/net/if_inet6").exists():
        pytest.skip("this kernel has no IPv6")
    if Path("/run/netns/blue").exists():
        pytest.skip("there is a namespace named blue already")
    try:
        subprocess.run(["sh", EXAMPLES / "blue.sh"], check=True)
        yield
    finally:
        subprocess.run(["ip", "netns", "delete", "blue"], check=True)


@pytest.mark.usefixtures("blue")
@pytest.mark.parametrize("block", sessions("netns"), ids=str)
def test_a_console_block_about_a_namespace_prints_what_it_says(block, home):
    for command, expected in commands(block):
        _, printed = run(command, home)
        assert same(expected, printed), f"{block}: {command}\n{printed}"


TRANSCRIPTS = [page for page in PAGES if "```rt\n" in page.read_text()]


@pytest.mark.parametrize("page", TRANSCRIPTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_transcript_in_a_page_comes_out_as_it_stands(page):
    session = Session()
    for block in [b for b in blocks(page) if b.info == ["rt"]]:
        steps = parse(block.body.splitlines())
        if any((s.command or "").startswith(("system ", "box ")) for s in steps):
            session = Session()
        came = [x for s, said in play(session, steps) for x in shown(s, said)]
        assert "\n".join(came) + "\n" == block.body, str(block)
        assert [b.host.audit() for b in session.boxes.values() if b.host.audit()] == []


def test_no_console_block_is_of_an_unknown_kind():
    every = [b for page in PAGES for b in blocks(page) if b.info[0] == "console"]
    assert len(every) == len(sessions("", "live", "netns"))
    assert len(sessions("")) > 5


# -- every command is documented --------------------------------------------------------

QUERIES = members(ROOM)


@on_linux
@pytest.mark.parametrize(
    "command", [c for query in QUERIES.values() for c, _ in query.examples]
)
def test_an_example_of_the_help_runs_among_the_examples(command, home, tmp_path):
    folder = shutil.copytree(EXAMPLES, tmp_path / "examples")
    status, printed = run(command, home, folder)
    assert status in (0, 1), printed


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_has_an_example_that_is_run(name):
    shown = [c for b in sessions("", "live", "netns") for c, _ in commands(b)]
    words = [shlex.split(command, comments=True) for command in shown]
    assert any("rtentry" in w and name in w for w in words)


@pytest.mark.parametrize("name", QUERIES)
def test_every_query_is_named_in_the_readme(name):
    assert f"rtentry {name}" in PAGES[0].read_text()


def test_the_parts_made_from_the_code_are_as_the_code_has_them(home):
    status, printed = run(f"{sys.executable} docs/make_tables.py --check", home)
    assert status == 0, f"{printed}run: make docs"


def test_the_table_of_behaviours_has_the_tests_that_there_are(home):
    status, printed = run(f"{sys.executable} docs/make_behaviours.py --check", home)
    assert status == 0, f"{printed}run: make behaviours"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_link_leads_to_a_file(page):
    for target in LINK.findall(page.read_text()):
        assert (page.parent / target).exists(), target


# -- manual pages -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def manual(tmp_path_factory, home):
    folder = tmp_path_factory.mktemp("man")
    status, printed = run(f"{sys.executable} docs/make_man.py {folder}", home)
    assert status == 0, printed
    return folder


def test_there_is_a_manual_page_for_the_program_and_for_each_query(manual):
    expected = {"rtentry.1", *[f"rtentry-{name}.1" for name in QUERIES]}
    assert {page.name for page in manual.iterdir()} == expected


def test_the_manual_page_has_every_option_of_the_help(manual):
    text = (manual / "rtentry.1").read_text().replace("\\-", "-")
    for option, (_, _, told) in OPTIONS.items():
        assert f"\\fB{option}\\fR" in text
        assert told.replace("`", "") in text
    for option in ABOUT:
        assert f"\\fB{option}\\fR" in text


@pytest.mark.parametrize("name", QUERIES)
def test_the_manual_page_of_a_query_has_its_arguments_and_examples(name, manual):
    text = (manual / f"rtentry-{name}.1").read_text().replace("\\-", "-")
    for param in QUERIES[name].params:
        assert param.help.replace("`", "") in re.sub(r"\\f[BIR]", "", text)
        if param.names[0].startswith("-"):
            assert all(f"\\fB{spelling}\\fR" in text for spelling in param.names)
    for command, _ in QUERIES[name].examples:
        assert f"\n{command}\n" in text


LINTERS = {
    "groff": ["groff", "-man", "-Tutf8", "-ww", "-z"],
    "mandoc": ["mandoc", "-man", "-T", "lint", "-W", "warning"],
}


@pytest.mark.parametrize("tool", LINTERS)
def test_the_manual_pages_are_without_warnings(tool, manual):
    if not shutil.which(tool):
        pytest.skip(f"{tool} is not installed")
    for page in manual.iterdir():
        done = subprocess.run(
            [*LINTERS[tool], page], capture_output=True, text=True, check=False
        )
        assert done.stdout + done.stderr == "", page.name


# -- the walk through of CONTRIBUTING.md ------------------------------------------------


def walk(kind: str, holding: str) -> str:
    """The block of CONTRIBUTING.md of a kind that holds a text."""
    found = [b for b in blocks(PAGES[1]) if b.info == [kind] and holding in b.body]
    assert len(found) == 1
    return found[0].body


@pytest.fixture
def lilliput(tmp_path):
    """A folder with the walk through's capture, and a program that has its dialect."""
    (tmp_path / "room").mkdir()
    dialect = tmp_path / "room" / "lilliput1.py"
    dialect.write_text(walk("python", "DIALECT = "))
    (tmp_path / "tests/golden/lilliput1").mkdir(parents=True)
    capture = tmp_path / "tests/golden/lilliput1/routes.txt"
    capture.write_text(walk("text", "Via "))
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    room = f"import rtentry.dialects as d; d.__path__.append({str(dialect.parent)!r})"
    return program(tmp_path, room)


def test_the_capture_of_the_walk_through_comes_back_byte_for_byte(lilliput):
    text = walk("text", "Via ")
    command = "rtentry convert tests/golden/lilliput1/routes.txt"
    assert command in walk("sh", "lilliput1")
    assert run(command, lilliput, lilliput) == (0, text)
    json = f"{command} --json > whole.json && rtentry convert whole.json"
    assert run(json, lilliput, lilliput) == (0, text)


def test_the_dialect_of_the_walk_through_is_recognised_and_explained(lilliput):
    _, shown = run("rtentry show tests/golden/lilliput1/*.txt", lilliput, lilliput)
    assert "(lilliput1)" in shown
    status, printed = run("rtentry explain ux --as lilliput1", lilliput, lilliput)
    assert (status, "RTF_CLONED" in printed) == (0, True)


def test_every_command_of_the_walk_through_runs(lilliput):
    for command in walk("sh", "lilliput1").splitlines():
        status, printed = run(command, lilliput, lilliput)
        assert status == 0, f"{command}\n{printed}"
        assert printed


def test_the_dialect_of_the_walk_through_follows_the_house_style(lilliput):
    ruff = Path(sys.executable).parent / "ruff"
    if not ruff.exists():
        pytest.skip("ruff is not installed")
    options = f"--config {ROOT / 'pyproject.toml'} room/lilliput1.py"
    for what in ("format --check", "check"):
        status, printed = run(f"{ruff} {what} {options}", lilliput, lilliput)
        assert status == 0, printed
