"""Memory that is overwritten when it is freed, and no core file when the process crashes.

Python cannot wipe a string. The C library can: with these settings every object is its own allocation, and what is
freed is filled with a byte at once. What is still referenced somewhere stays, and so do copies in the kernel.
"""

from __future__ import annotations

import os
import resource
import sys

# glibc: fill freed memory (perturb), and keep no small pieces aside unfilled (tcache). Other C libraries ignore this.
WIPING = {"PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.perturb=165:glibc.malloc.tcache_count=0"}


def protect() -> None:
    """Forbid core files, and start this process again under the settings above unless it runs under them already."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if any(os.environ.get(name) != value for name, value in WIPING.items()):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], {**os.environ, **WIPING})  # noqa: S606  # itself
