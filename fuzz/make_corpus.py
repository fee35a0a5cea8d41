"""
The seed corpus of the fuzzer: our own captures, and what is in the documentation.

    python fuzz/make_corpus.py [FOLDER]     (default: fuzz/corpus)
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
LARGEST = 8192
"""How long a seed may be (octets): longer ones are cut, at the end of a line."""


def seeds() -> Iterator[bytes]:
    """The texts: each as it is, and its first table alone."""
    for folder in ("tests/golden", "tests/unknown", "docs/examples"):
        for path in sorted((ROOT / folder).rglob("*.txt")):
            text = path.read_bytes()
            yield text[: text.rfind(b"\n", 0, LARGEST) + 1]
            yield b"\n".join(text.split(b"\n")[:6]) + b"\n"


def main(folder: Path) -> int:
    """Write the seeds, each named by its hash; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    different = {hashlib.sha1(text).hexdigest(): text for text in seeds() if text}
    for name, text in different.items():
        (folder / name).write_bytes(text)
    return len(different)


if __name__ == "__main__":
    where = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "fuzz" / "corpus"
    sys.stdout.write(f"{main(where)} seeds in {where}\n")
