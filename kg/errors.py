"""The errors that kg raises for bad input; each message is one line: what, where, what next.

KgError
├── SourceError     a source cannot be read
├── OntologyError   a record breaks the ontology
├── QueryError      a saved query is unknown, or its parameters do not fit
├── ModelError      a model is not set up, not there, or does not answer as it should
├── FetchError      a service that tells of works does not answer as it should
└── StoreError      a graph file or a server does not answer as it should
"""


class KgError(Exception):
    """What a person can mend; the command prints its one line and ends with status 2."""

    def __init__(self, message: str) -> None:
        # A file name or a text from a source may hold line breaks and control marks.
        super().__init__(" ".join("".join(c if c.isprintable() else " " for c in message).split()))


class SourceError(KgError):
    """A source is missing, empty, cut off, wrongly encoded, or in no known format."""


class OntologyError(KgError):
    """A record has a label, relation, end or property that the ontology does not allow."""


class QueryError(KgError):
    """A saved query is unknown, or was given a parameter it does not take."""


class StoreError(KgError):
    """A graph file or server is missing, damaged, of another version, full, or refuses the user."""


class ModelError(KgError):
    """A model is not set up, cannot be reached, refuses the user, or does not speak as it should."""


class FetchError(KgError):
    """A service that tells of works cannot be reached, asks to wait too long, or does not speak as it should."""
