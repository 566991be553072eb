"""The address of a Neo4j server: a scheme, a host and a port, and nothing that others should not read."""

from urllib.parse import urlsplit

from kg.errors import StoreError


def check(address: str) -> None:
    """StoreError for an address that holds a login, is none, or says more than where the server is."""
    scheme, _, rest = address.partition("://")
    if "@" in address:
        # Where more marks of an address follow, nobody can tell where a password ends.
        server = f"…@{rest.rpartition('@')[2]}" if not set("?#") & set(rest) else "…"
        raise StoreError(
            f"{scheme}://{server}: no user or password in an address, where others can read it; "
            f"set NEO4J_USERNAME and NEO4J_PASSWORD"
        )
    server = f"{scheme}://{rest.partition('?')[0].partition('#')[0]}"
    if server != address:
        # A password may stand there, so it is not repeated.
        raise StoreError(
            f"{server}: an address ends with the port, and what follows '?' or '#' is not used; "
            f"set NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE instead"
        )
    try:
        parts = urlsplit(address)
        known = bool(parts.hostname) and parts.port != 0
    except ValueError:
        known = False
    if not known or any(c.isspace() for c in address):
        raise StoreError(f"{address}: not an address; write it like bolt://127.0.0.1:7687")
    if parts.path not in ("", "/"):
        raise StoreError(
            f"{address}: an address ends with the port; to name a database, set NEO4J_DATABASE={parts.path.strip('/')}"
        )
