"""What a server thinks of a question before it runs it: names that it does not know, and what it would go through whole."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg import ontology
from kg.questions import queries
from kg.questions.queries import Query

if TYPE_CHECKING:
    from neo4j import Driver

GROWS = {"Claim", "Post", "STATES", "ASSERTS", "WROTE", "PART_OF", "REPLIES_TO"}
"""Labels and types of which each post and claim brings one or more: to go through all of these is to read the graph.

Stances, quotes and citations are fewer, and a question that ranks them has to see them all.
"""


def know_all_terms(driver: "Driver") -> None:
    """Make the server know every name of the ontology, so that it remarks on all others."""
    terms = ontology.load()
    named = {p for term in (*terms.nodes.values(), *terms.relations.values()) for p in (*term.properties, *term.live)}
    for procedure, names in (("Label", terms.nodes), ("RelationshipType", terms.relations), ("Property", named)):
        call = f"UNWIND $names AS name CALL db.create{procedure}(name) RETURN count(*)"
        driver.execute_query(call, names=sorted(names))


def complaints(driver: "Driver", query: Query) -> list[str]:
    """Unknown names, cartesian products, and, where the header does not say `heavy`, what is read whole."""
    summary = driver.execute_query(f"EXPLAIN {query.text}", queries.values(query, {})).summary
    found = [s.status_description for s in summary.gql_status_objects if s.gql_status[:2] == "01"]
    for step in _steps(summary.plan):
        operator = step["operatorType"].partition("@")[0]
        details = str(step.get("args", {}).get("Details", ""))
        whole = operator.endswith("Scan") and (
            "AllNodes" in operator or not GROWS.isdisjoint(re.findall(r"\w+", details))
        )
        if "Cartesian" in operator or (whole and query.cost == "light"):
            found.append(f"{operator} {details}")
    return found


def _steps(plan: Any) -> Iterator[Any]:
    yield plan
    for child in plan.get("children", ()):
        yield from _steps(child)
