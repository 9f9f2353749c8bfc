"""A PostgreSQL server on loopback with a folder of its own, for as long as it is needed."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Iterator

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bot.audit.ports import free_port

START_SECONDS = 30.0


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest; None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextlib.contextmanager
def started(bin_folder: Path) -> Iterator[tuple[str, Path]]:
    """SQLAlchemy URL and folder of a fresh server; stopped and removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="safe-to-ask-pg-"))
    as_postgres: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
    data = folder / "data"
    port = free_port()
    initialise = [str(bin_folder / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust", "-E", "UTF8"]
    subprocess.run([*as_postgres, *initialise], check=True, capture_output=True)
    serve = [str(bin_folder / "postgres"), "-D", str(data), "-c", "listen_addresses=127.0.0.1", "-p", str(port)]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [*as_postgres, *serve, "-k", str(folder), "-c", "fsync=off", "-c", "log_statement=all"],
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
    try:
        _wait_for(url)
        yield url, folder
    finally:
        server.terminate()
        server.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str) -> None:
    engine = create_engine(url)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
                engine.dispose()
                return
        except OperationalError:
            time.sleep(0.2)
    raise RuntimeError(f"PostgreSQL did not start within {START_SECONDS:.0f} s")
