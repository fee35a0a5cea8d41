"""
What ``route -T 5 -n show`` printed in OpenBSD's own regression tests, of several eras.

Each text is read without being told what it is, and comes back byte for byte, by way of
JSON, too.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from rtentry.document import parse
from rtentry.jsondoc import document, snapshots
from rtentry.rewritten import as_written

ROOT = Path(__file__).parents[2]
SUITES = Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites"))
TEXTS = sorted((SUITES / "openbsd" / "rttest").glob("*/*.ok"))

if not TEXTS:
    pytest.skip("no suite openbsd/rttest here", allow_module_level=True)


@pytest.mark.parametrize(
    "path", TEXTS, ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_a_table_comes_back_byte_for_byte(path: Path, record_property) -> None:
    record_property("suite", f"openbsd/rttest/{path.parent.name}")
    text = path.read_text()
    read = parse(text)
    assert [str(one.system).rstrip("0123456789") for one in read] == ["openbsd"]
    assert "\n".join(as_written(read)) + "\n" == text
    assert snapshots(json.loads(json.dumps(document(read)))) == read
