"""Runs one load of kg and prints what it took as a line of JSON.

    python benchmarks/own.py FOLDER ADDRESS [dry]

Programs are imported before the clock runs, as they are for the peers; kg reads its records while it runs.
"""

import gc
import json
import sys
import time

import kglite  # noqa: F401
import neo4j  # noqa: F401
import pyarrow.parquet  # noqa: F401
import rdflib  # noqa: F401
from taken import memory

import kg
import kg.loading
import kg.loading.parquet
import kg.stores.embedded
import kg.stores.neo4j


def main() -> None:
    """Run it."""
    folder, address, *more = sys.argv[1:]
    gc.collect()
    begun, used = time.perf_counter(), time.process_time()
    kg.load(folder, address, dry_run="dry" in more)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - used
    print(json.dumps({"seconds": seconds, "cpu": cpu, "memory": memory()}))


if __name__ == "__main__":
    main()
