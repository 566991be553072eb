"""What each source yields, as one number: sources whose number the graph holds already need no look at their rows."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b

from kg.kinds import Kind, Row

_BITS = 128


@dataclass(slots=True)
class Yields:
    """A sum over the hashes of a source's rows, and how many these are; the order of rows is no matter.

    A row counts for each source that yields it, without the list of sources: a speaker who turns up in one more
    thread is no news to the others.
    """

    sums: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def add(self, kind: Kind, rows: Iterable[Row]) -> None:
        """Count rows of one kind for their sources."""
        at, name = kind.sources, [kind.name, kind.source, kind.target]
        for row in rows:
            said = json.dumps([name, row[:at], row[at + 1 :]], ensure_ascii=False, separators=(",", ":"))
            number = int.from_bytes(blake2b(said.encode(), digest_size=_BITS // 8).digest())
            for source in row[at]:
                self.sums[source] = self.sums.get(source, 0) + number
                self.rows[source] = self.rows.get(source, 0) + 1

    def hash(self, source: str) -> str:
        """The hash of all that a source yields, also of one that yields nothing."""
        return f"{self.sums.get(source, 0) % 2**_BITS:0{_BITS // 4}x}"
