"""Processes of the local Neo4j that outlive the command that started them: start, recognise, end."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from kg.errors import StoreError


def start(command: list[str], folder: Path, log: Path, environment: Mapping[str, str] | None = None) -> int:
    """Start a process that belongs to nobody's terminal, with what it prints in `log`; returns its pid."""
    # Its own session: Ctrl-C or a closed terminal must not reach it.
    detached = 0x00000008 | 0x00000200 if sys.platform == "win32" else 0
    with log.open("wb") as out:
        process = subprocess.Popen(  # noqa: S603 - no shell, no words from a source
            command,
            env=environment,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
            creationflags=detached,
        )
    # It is meant to outlive us: the state file, not this object, knows it from here on.
    process.returncode = 0
    return process.pid


def is_running(pid: int | None, words: str) -> bool:
    """Whether the process lives and has `words` on its command line; a pid that is now another's does not count."""
    return pid is not None and words in _command_line(pid)


def stop(pid: int | None, alive: Callable[[], bool], grace: float) -> None:
    """Ask the process to end, and end it if it takes longer than `grace` seconds."""
    last = time.monotonic() + grace
    force = False
    while pid is not None and alive():
        if time.monotonic() > last:
            if force:
                raise StoreError(f"process {pid} does not end; stop it by hand, then try again")
            force, last = True, time.monotonic() + 10
        try:
            # Asking again does no harm, and on Windows both words mean the same.
            os.kill(pid, signal.SIGKILL if force and sys.platform != "win32" else signal.SIGTERM)
        except ProcessLookupError:
            return
        time.sleep(0.2)


def _command_line(pid: int) -> str:
    if sys.platform == "win32":
        query = f"(Get-CimInstance Win32_Process -Filter 'ProcessId={pid}').CommandLine"
        command = ["powershell", "-NoProfile", "-Command", query]
    elif Path("/proc/self/cmdline").exists():
        try:
            # Empty for a process that has ended and was not yet waited for.
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "surrogateescape")
        except OSError:
            return ""
    else:
        command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(  # noqa: S603 - no shell, no words from a source
        command, capture_output=True, text=True, errors="replace", check=False
    ).stdout
