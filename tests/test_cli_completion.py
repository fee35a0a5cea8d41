"""Completion: what may stand where the cursor is, in real shells."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rtentry.cli import main
from rtentry.cli.completion import SCRIPTS, complete
from rtentry.queries import ROOM
from rtentry.registry import names

OFFERED = [
    # line, some words that are offered
    ("rtentry ", ["show", "diff", "check", "netstat", "route", "arp"]),
    ("rtentry di", ["diff"]),
    ("rtentry -", ["-F", "--as", "--json", "--help", "--completion"]),
    ("rtentry --as openbsd", ["openbsd", "openbsd31", "openbsd7"]),
    ("rtentry --in freebsd", ["freebsd4", "freebsd14"]),
    ("rtentry --color ", ["auto", "always", "never"]),
    ("rtentry -F ", ["live", "netns:", "ssh:", ":files"]),
    ("rtentry -j --as openbsd31 sh", ["show"]),
    ("rtentry show ", ["live", ":files"]),
    ("rtentry diff a ", ["live", ":files"]),
    ("rtentry check --f", ["--fail-on", "--format", "--from"]),
    ("rtentry check --format ", ["sarif", "junit", "nagios", "prometheus", "text"]),
    ("rtentry check --fail-on e", ["error"]),
    ("rtentry monitor r", ["route", "rule"]),
    ("rtentry show --to ipr", ["iproute2"]),
    ("rtentry netstat ", [":files"]),
]
NOT_OFFERED = [
    ("rtentry di", "show"),
    ("rtentry --as ", "show"),
    ("rtentry monitor ", ":files"),
    ("rtentry check --format ", ":files"),
    ("rtentry show ", "--all"),
]


def offered(line):
    return [word.partition("\t")[0] for word in complete(line)]


@pytest.mark.parametrize(("line", "words"), OFFERED)
def test_what_may_follow_is_offered(line, words):
    assert set(words) <= set(offered(line))


@pytest.mark.parametrize(("line", "word"), NOT_OFFERED)
def test_what_may_not_follow_is_not(line, word):
    assert word not in offered(line)


def test_every_command_is_offered_with_its_help():
    found = dict(word.split("\t") for word in complete("rtentry "))
    assert all(found[name] for name in names(ROOM))


def test_an_unknown_shell_is_wrong_usage(capsys):
    assert main(["--completion", "csh"]) == 2
    assert "bash, zsh, fish" in capsys.readouterr().err


@pytest.mark.parametrize("shell", SCRIPTS)
def test_a_shell_s_script_is_printed(shell, capsys):
    assert main(["--completion", shell]) == 0
    assert "rtentry --complete" in capsys.readouterr().out


# -- in the shells ---------------------------------------------------------------------------


@pytest.fixture
def shell(tmp_path, monkeypatch):
    """Runs a script in a shell that has our program on its path."""
    program = tmp_path / "rtentry"
    path = Path(__file__).parent.parent / "src"
    code = (
        f"import sys; sys.path.insert(0, {str(path)!r}); from rtentry.cli import main"
    )
    program.write_text(f"#!{sys.executable}\n{code}; sys.exit(main())\n")
    program.chmod(0o755)
    (tmp_path / "castor.txt").write_text("")
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.chdir(tmp_path)

    def run(name, script):
        if not shutil.which(name):
            pytest.skip(f"not installed: {name}")
        done = subprocess.run(
            [name, "-c", script], capture_output=True, text=True, check=True, env=None
        )
        assert done.stderr == ""
        return done.stdout.splitlines()

    return run


def in_bash(line, *words):
    quoted = " ".join([f"'{word}'" for word in words])
    return (
        'eval "$(rtentry --completion bash)"\n'
        f"COMP_LINE='{line}' COMP_POINT={len(line)} COMP_WORDS=({quoted})"
        f" COMP_CWORD={len(words) - 1}\n_rtentry\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
    )


def test_bash_completes_commands(shell):
    assert shell("bash", in_bash("rtentry che", "rtentry", "che")) == ["check"]


def test_bash_completes_files(shell):
    found = shell("bash", in_bash("rtentry show cas", "rtentry", "show", "cas"))
    assert found == ["castor.txt"]


def test_bash_completes_behind_a_colon_which_it_takes_for_a_word(shell):
    found = shell("bash", in_bash("rtentry -F ne", "rtentry", "-F", "ne"))
    assert "netns:" in found
    assert shell(
        "bash", in_bash("rtentry -F ssh:", "rtentry", "-F", "ssh", ":", "")
    ) == [""]


def test_fish_completes_commands_with_their_help(shell):
    script = "rtentry --completion fish | source; complete -C 'rtentry chec'"
    assert shell("fish", script) == [
        "check\twhat may be wrong with the table, and whether it keeps your rules"
    ]


def test_zsh_reads_its_script(shell):
    script = """
    autoload -Uz compinit; compinit -D -u
    eval "$(rtentry --completion zsh)"
    _describe() { print -l -- "${(P@)3}" }
    LBUFFER='rtentry chec'; _rtentry
    """
    assert shell("zsh", script) == [
        "check:what may be wrong with the table, and whether it keeps your rules"
    ]
