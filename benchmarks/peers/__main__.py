"""Runs one peer in an environment of its own and prints what it took as a line of JSON.

    python -m peers NAME WAY FOLDER ADDRESS IMPORTS

The records of FOLDER are read into memory first; the seconds run from there to the last commit.
"""

import gc
import importlib
import json
import sys
import time
from pathlib import Path

from taken import memory

from peers import Server, read


def main() -> None:
    """Run it."""
    name, way, folder, address, imports = sys.argv[1:]
    peer = importlib.import_module(f"peers.{name}")
    for module in peer.IMPORTS:
        importlib.import_module(module)
    server, graph = Server(address, Path(imports)), read(Path(folder))
    if hasattr(peer, "prepare"):
        peer.prepare(graph, server)
    gc.collect()
    begun, used = time.perf_counter(), time.process_time()
    peer.WAYS[way](graph, server)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    print(json.dumps({"seconds": seconds, "cpu": cpu, "memory": memory()}))


if __name__ == "__main__":
    main()
