"""A small debate whose every answer can be worked out by hand, for the saved questions.

Ann says that cats sleep too much (c1) and asks a question (q1). Ben rebuts her (r2) and gives a reason (g2); Cem rebuts
Ben (x3) and supports Ann (s3); Ann concedes Ben's rebuttal, which she quotes (k4). Somebody without a name undercuts
Ben's reason (n5) and, hardly sure, rebuts Ann (w5).
"""

from kg.graph import Node, Record, Relation
from tests.graphs import FOUND, load_node, node, relation

_POSTS = {"p1": "ann", "p2": "ben", "p3": "cem", "p4": "ann", "p5": "nobody"}
_REPLIES = {"p2": "p1", "p3": "p2", "p4": "p2", "p5": "p1"}
_CLAIMS = {
    "c1": ("p1", "claim", "Cats sleep too much."),
    "q1": ("p1", "question", "Why do they?"),
    "r2": ("p2", "claim", "Cats sleep just enough."),
    "g2": ("p2", "premise", "A study says so."),
    "x3": ("p3", "claim", "Nobody knows what is enough."),
    "s3": ("p3", "premise", "My cat never gets up."),
    "k4": ("p4", "claim", "Fair enough."),
    "n5": ("p5", "claim", "Studies of cats prove little."),
    "w5": ("p5", "claim", "Mine is always awake."),
}
_STANCES = [
    ("r2", "REBUTS", "c1", 0.9),
    ("g2", "SUPPORTS", "r2", 0.8),
    ("x3", "REBUTS", "r2", 0.6),
    ("s3", "SUPPORTS", "c1", 0.7),
    ("k4", "CONCEDES", "r2", 0.8),
    ("n5", "UNDERCUTS", "g2", 0.5),
    ("w5", "REBUTS", "c1", 0.1),
]


def cats() -> list[Record]:
    """The records of the debate, all from one source."""
    people = {name: node("Speaker", name, "a", name=name.title()) for name in ("ann", "ben", "cem")}
    people["nobody"] = node("Speaker", "nobody", "a")
    for person in people.values():
        person.properties["caption"] = person.properties.get("name", "Speaker A")
    thread, study = node("Discussion", "d", "a", site="x", title="cats"), node("Paper", "doi:1", "a", title="On cats")
    posts = {id: node("Post", id, "a", text=id, position=at) for at, id in enumerate(_POSTS)}
    claims = {id: _claim(id, *what) for id, what in _CLAIMS.items()}
    rows: list[Relation] = []
    for id, who in _POSTS.items():
        rows += [relation("WROTE", people[who], posts[id], "a"), relation("PART_OF", posts[id], thread, "a")]
    rows += [relation("REPLIES_TO", posts[child], posts[parent], "a") for child, parent in _REPLIES.items()]
    for id, (post, _, _) in _CLAIMS.items():
        place = {name: claims[id].properties[name] for name in ("start_char", "end_char")}
        rows.append(relation("STATES", posts[post], claims[id], "a", **place))
        rows.append(relation("ASSERTS", people[_POSTS[post]], claims[id], "a"))
    for one, type, other, sure in _STANCES:
        found = {**FOUND, "confidence": sure, "evidence": "no", "evidence_post": _CLAIMS[one][0]}
        rows.append(relation(type, claims[one], claims[other], "a", **found))
    quote = {**FOUND, "evidence": "enough", "evidence_post": "p4", "start_char": 0, "end_char": 6}
    rows.append(relation("QUOTES", posts["p4"], claims["r2"], "a", **quote))
    cites = {**FOUND, "evidence": "study", "evidence_post": "p2", "start_char": 2, "end_char": 7}
    rows.append(relation("CITES", posts["p2"], study, "a", **cites, use="citesAsEvidence"))
    return [load_node("a"), *people.values(), thread, study, *posts.values(), *claims.values(), *rows]


def _claim(id: str, post: str, kind: str, text: str) -> Node:
    at = [name for name, what in _CLAIMS.items() if what[0] == post].index(id) * 30
    return node("Claim", id, "a", text=text, kind=kind, post=post, start_char=at, end_char=at + len(text))
