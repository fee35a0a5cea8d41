"""Errors: one tree, one line each."""

from __future__ import annotations

import errno

import pytest

from rtentry import errors

PLACES = [
    # line, column, source                        text
    ({},                                          "unknown flag 'Q'"),
    ({"line": 3},                                 "3: unknown flag 'Q'"),
    ({"line": 3, "column": 9},                    "3:9: unknown flag 'Q'"),
    ({"line": 3, "column": 9, "source": "a.txt"}, "a.txt:3:9: unknown flag 'Q'"),
    ({"source": "a.txt"},                         "a.txt: unknown flag 'Q'"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "text"), PLACES)
def test_a_format_error_says_where(place, text):
    assert str(errors.FormatError("unknown flag 'Q'", **place)) == text


def test_wrong_usage_has_the_tool_s_text_and_status():
    error = errors.UsageError("usage: arp -a\n", 64)
    assert (str(error), error.text, error.status) == (
        "usage: arp -a",
        "usage: arp -a\n",
        64,
    )
    assert errors.UsageError("x\n").status == 2


@pytest.mark.parametrize(
    ("error", "number", "text"),
    [
        (
            errors.RouteError(errno.ENETUNREACH),
            errno.ENETUNREACH,
            "network is unreachable",
        ),
        (errors.RouteError(errno.EINVAL, "no gateway"), errno.EINVAL, "no gateway"),
        (errors.RouteExists(), errno.EEXIST, "file exists"),
        (errors.NoRoute("not in table"), errno.ESRCH, "not in table"),
    ],
)
def test_a_table_that_refuses_has_the_kernel_s_number(error, number, text):
    assert (error.errno, str(error)) == (number, text)


def test_all_are_caught_by_one_except():
    raised = [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and value.__module__ == errors.__name__
    ]
    assert all(issubclass(value, errors.RtentryError) for value in raised)
    tree = errors.__doc__ or ""
    assert all(value.__name__ in tree for value in raised)
