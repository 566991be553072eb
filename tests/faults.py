"""Loads in processes of their own, killed and cut off, to see that the next one makes the graph whole.

python -m tests.faults ADDRESS [TIMES]     kill -9 at so many random moments (50), of a database that is empty or a
                                           file that is not there
"""

import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

from kg.graph import Node, Record, Relation
from kg.loading import parquet
from kg.loading.wanted import checked
from tests.graphs import contents, node, opened, talk
from tests.hostile import HOSTILE

# A busy machine takes longer to start a server again than kg waits for one.
_LOAD = """
import sys, kg, kg.pipeline, pyarrow.parquet
from kg.stores import _steps, embedded, neo4j
_steps._PATIENCE = 600.0
print("loading", flush=True)
kg.load(sys.argv[1], sys.argv[2])
"""


def records(posts: int = 300, sources: int = 6) -> list[Record]:
    """Some talks that share a speaker and a paper, and a post for each hostile text."""
    found: list[Record] = []
    for number in range(sources):
        ids = [f"s{number}p{at}" for at in range(posts // sources)]
        found += talk(f"threads/{number}.json", *ids, text=HOSTILE[number] or "x")
    for at, words in enumerate(HOSTILE):
        found.append(node("Post", f"h{at}", "threads/0.json", text=words))
        found.append(node("Speaker", f"h:{words}"[:4000], "threads/0.json", name=words, aliases=[words, "`x`"]))
    return found


def written(folder: Path, given: list[Record]) -> list[Record]:
    """The records on disk, and as they must come back."""
    whole = checked(given)
    parquet.write(whole, folder)
    return whole


def begun(folder: Path, address: str) -> "subprocess.Popen[bytes]":
    """A process that loads, from the moment it begins to; its group is its own, so that a kill takes all of it."""
    command = [sys.executable, "-c", _LOAD, str(folder), address]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def killed(folder: Path, address: str, after: float) -> bool:
    """Whether a load was killed, so many seconds after it began, before it ended by itself."""
    process = begun(folder, address)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True
    return False


def without_ends(found: list[Record]) -> list[Relation]:
    """Relations one of whose ends is not among the records."""
    nodes = {("Work" if r.label == "Paper" else r.label, r.id) for r in found if isinstance(r, Node)}
    return [r for r in found if isinstance(r, Relation) and not {r.source, r.target} <= nodes]


class Proxy:
    """A way to a server that cuts each connection after so many bytes from the client; none more after `cuts`."""

    def __init__(self, address: str, after: int, cuts: int) -> None:
        self._server, self.after, self.cuts = urlsplit(address), after, cuts
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"bolt://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                server = socket.create_connection((self._server.hostname, self._server.port or 7687))
                threading.Thread(target=self._pass, args=(client, server, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, client, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, from_client: bool) -> None:
        passed = 0
        with suppress(OSError):
            while data := source.recv(65_536):
                passed += len(data)
                target.sendall(data)
                if from_client and self.cuts and passed > self.after:
                    self.cuts -= 1
                    break
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
                end.close()


def main() -> None:
    """Kill loads at random moments, of a first load and of a change, and compare."""
    address, times = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50
    chance, done, met = random.Random(time.time_ns()), 0, Counter[str]()
    with tempfile.TemporaryDirectory() as place:
        first, second = Path(place) / "first", Path(place) / "second"
        states = {first: written(first, records(600)), second: written(second, records(420))}
        if not address.endswith(".kgl"):
            with closing(opened(address)) as store:
                assert not list(store.records()), "the database is not empty"
        folder, long, old = first, _ended(first, address), states[first]
        while done < times:
            if chance.random() < 0.3:
                old = _emptied(address)
            folder = second if folder == first else first
            for _ in range(chance.choice((1, 1, 2))):  # the one that makes it whole may be killed too
                if killed(folder, address, chance.uniform(0, long)):
                    done += 1
                    met[_left(address, old, states[folder])] += 1
            long, old = _ended(folder, address), states[folder]
            assert _left(address, [], old) == "new", "the graph is not that of a load that was left alone"
            print(f"{done} of {times} kills, the graph is whole; kills left: {dict(sorted(met.items()))}", flush=True)


def _emptied(address: str) -> list[Record]:
    """Drop each source: the next load is a first one again."""
    with closing(opened(address)) as store:
        for source in [r.id for r in store.records() if isinstance(r, Node) and r.label == "Load"]:
            store.drop(source)
        return list(store.records())


def _ended(folder: Path, address: str) -> float:
    """Load without a kill; how many seconds that took."""
    process, began = begun(folder, address), time.monotonic()
    assert process.wait() == 0
    return time.monotonic() - began


def _left(address: str, old: list[Record], new: list[Record]) -> str:
    """What there is after a load or a kill: the old graph, the new one, or (never in a file) a part of it."""
    with closing(opened(address)) as store:
        found, ended = list(store.records()), not store.unfinished()
    assert not without_ends(found)
    left = next((name for name, given in (("new", new), ("old", old)) if contents(found) == contents(given)), "a part")
    if not address.endswith(".kgl"):
        return left if ended else "a part"
    assert ended and left != "a part", "a part of a graph is in the file"
    beside = len(list(Path(address).parent.glob(f"{Path(address).name}.*")))
    return f"{left}, and a file that was begun" if beside else left


if __name__ == "__main__":
    main()
