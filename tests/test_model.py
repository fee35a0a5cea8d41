"""The records: frozen, with units told for every field."""

from __future__ import annotations

import re
from typing import Any

import pytest

from rtentry import attributes, jsondoc, model
from rtentry.addr import parse_prefix
from rtentry.flags import RTF

RECORDS: list[Any] = [*jsondoc.RECORDS]


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_each_field_is_told_in_the_docstring_in_order(cls):
    told = jsondoc.described((cls.__doc__ or "").partition("Fields:")[2])
    assert {*cls._fields} == {*told}


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_a_default_never_says_anything_that_the_source_did_not(cls):
    says = {"flags", "weight", "action", "invert", "deleted", "rows", "family"}
    says |= {"returns", "unended", "blank", "mark"}
    for field, default in cls._field_defaults.items():
        assert field in says or default in (None, ())


def test_a_record_is_frozen_and_compares_by_value():
    route = model.Route(parse_prefix("192.0.2.0/24"))
    assert route == model.Route(parse_prefix("192.0.2.0/24"))
    assert route.flags == RTF.UP
    with pytest.raises(AttributeError):
        route.dst = None  # type: ignore[misc, assignment]


@pytest.mark.parametrize("table", [attributes.METRICS, attributes.EXTRA])
def test_uncommon_attributes_have_words_and_meanings(table):
    assert all(re.fullmatch(r"[a-z_0-9]+", name) for name in table)
    assert all(meaning and not meaning.endswith(".") for meaning in table.values())
