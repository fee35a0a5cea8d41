"""
Compiles the helper of single lookups, where there is a C compiler; without one all works.

``RTENTRY_PURE=1`` leaves it out.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = Path("src/rtentry/lpm/_single.c")
MADE = SOURCE.with_suffix(".abi3.so")


class Compiled(BuildHookInterface[Any]):
    """Adds the helper to a wheel, or to the tree that is installed to be edited."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile it; the wheel is then one for this kind of machine."""
        if self.target_name != "wheel" or not compiled(Path(self.root)):
            return
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        build_data["pure_python"] = False
        build_data["tag"] = f"cp311-abi3-{platform}"
        build_data["artifacts"].append(str(MADE))


def compiled(root: Path) -> bool:
    """Compile the helper; whether it went well."""
    (root / MADE).unlink(missing_ok=True)
    if os.environ.get("RTENTRY_PURE") or os.name != "posix":
        return False
    compiler = os.environ.get("CC") or sysconfig.get_config_var("CC") or "cc"
    flags = ["-O2", "-fPIC", "-shared", "-DPy_LIMITED_API=0x030B0000"]
    if sys.platform == "darwin":
        flags += ["-undefined", "dynamic_lookup"]
    include = f"-I{sysconfig.get_path('include')}"
    files = [str(root / SOURCE), "-o", str(root / MADE)]
    try:
        subprocess.run([*shlex.split(compiler), *flags, include, *files], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"rtentry: lookups stay without their helper: {error}\n")
        return False
    return True
