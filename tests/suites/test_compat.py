"""
The public tests of pytricia, py-radix and pysubnettree, with only the import changed.

``compat/NAME/`` of the suites has the tests of the package whose module is NAME, each a
file that fails by its exit status: of ``unittest``, of ``pytest``, or a plain program.
The module that they import is our face.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SUITE = (
    Path(os.environ.get("RTENTRY_SUITES", ROOT.parent / "shared" / "suites")) / "compat"
)

pytestmark = pytest.mark.skipif(
    not SUITE.is_dir(), reason="no suite: set RTENTRY_SUITES"
)

FACES = {"pytricia": "pytricia", "radix": "radix", "SubnetTree": "subnettree"}
"""Module that a test imports -> ours."""

RUN = """
import importlib, re, sys
name, face, path, beside = sys.argv[1:]
sys.path[:0] = beside.split(":")
sys.modules[name] = importlib.import_module(f"rtentry.compat.{face}")
if re.search(r"^(import pytest|def test|class \\w+\\(.*TestCase)", open(path).read(), re.M):
    import pytest
    sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir=/", path]))
import runpy
runpy.run_path(path, run_name="__main__")
"""

CASES = [
    (name, path)
    for name in FACES
    for path in (sorted((SUITE / name).rglob("*")) if SUITE.is_dir() else ())
    if path.suffix == ".test" or (path.suffix == ".py" and "test" in path.stem)
    if path.stem != "testsetup"
]


@pytest.mark.parametrize(("name", "path"), CASES, ids=lambda each: str(each))
def test_the_tests_of_the_original_pass(name, path, record_property, tmp_path):
    record_property("suite", f"compat/{name}")
    folders = [SUITE / name, *[p for p in (SUITE / name).rglob("*") if p.is_dir()]]
    beside = ":".join(map(str, folders))
    argv = [sys.executable, "-c", RUN, name, FACES[name], str(path), beside]
    done = subprocess.run(
        argv, capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
