"""A debate made by hand: four speakers, fourteen claims and three works, with the relations between them."""

from kg.graph import Graph, Node, Ref, Relation
from kg.scene import Scene

TITLE, ABOUT = "Déjà vu: should the week have four days?", "Who says what – and why."

SAID = [
    ("Anna", "A four-day week at full pay would make most office teams more productive, not less."),
    ("Ben Okafor", "Output fell in every support team I have run that cut its hours."),
    ("Anna", "People who sleep more make fewer mistakes, and mistakes are what costs us."),
    ("clara_m", "The Icelandic trials show stable output at 35 hours across 2,500 workers."),
    ("Ben Okafor", "Those trials mostly covered public offices; that says little about firms under competition."),
    ("Devi", "In the UK pilot, 56 of 61 firms kept the short week, and most of them were private."),
    ("Ben Okafor", "Firms that volunteer for a pilot are the ones that expect it to work."),
    ("clara_m", "That is fair: self-selection makes the effect look larger than it is."),
    ("Devi", "Sick days went down by about two thirds during the pilot."),
    ("Anna", "Support teams can rotate, so that somebody is there on all five days."),
    ("Ben Okafor", "Rotation means handovers, and each handover loses something."),
    ("Devi", "Which losses do you mean? Our handovers take ten minutes."),
    ("clara_m", "A shorter week only moves the same work into denser days."),
    ("Anna", "Denser is not worse: meetings were what we cut first."),
]
STANCES = [
    (1, "REBUTS", 0, 0.91),
    (2, "SUPPORTS", 0, 0.74),
    (3, "SUPPORTS", 0, 0.88),
    (4, "UNDERCUTS", 3, 0.83),
    (5, "REBUTS", 4, 0.79),
    (6, "UNDERCUTS", 5, 0.86),
    (7, "CONCEDES", 6, 0.93),
    (8, "SUPPORTS", 0, 0.52),
    (9, "REBUTS", 1, 0.66),
    (10, "REBUTS", 9, 0.81),
    (11, "QUESTIONS", 10, 0.9),
    (12, "REBUTS", 0, 0.58),
    (13, "REBUTS", 12, 0.77),
]
WORKS = [
    ("doi:10.1234/iceland", "Going Public: Iceland’s journey to a shorter working week", 2021),
    ("doi:10.1234/uk", "The results are in: the UK’s four-day week pilot", 2023),
    ("url:https://example.org/sleep", "Sleep and error rates at work", 2019),
]
CITED = [(3, 0, 0.97), (5, 1, 0.95), (8, 1, 0.9), (2, 2, 0.6)]
SOURCES = ["week.json"]


def claim(number: int) -> Ref:
    return "Claim", f"week:{number}#0-{len(SAID[number][1])}"


def put(graph: Graph, ref: Ref, label: str = "", **properties: object) -> Ref:
    graph.nodes[ref] = Node(label or ref[0], {"id": ref[1], "sources": SOURCES, **properties})
    return ref


def inferred(type: str, source: Ref, target: Ref, confidence: float, words: str) -> Relation:
    post = source[1].partition("#")[0]
    place = {"evidence": words, "evidence_post": post, "evidence_start": 0, "evidence_end": len(words)}
    found = {"asserted": False, "confidence": confidence, "rule": "rebuttals:cue", "sources": SOURCES}
    return Relation(type, source, target, {**found, **place})


def debate() -> Graph:
    graph = Graph()
    for number, (who, text) in enumerate(SAID):
        speaker = put(graph, ("Speaker", f"forum:{who}"), caption=who, name=who)
        words: dict[str, object] = {"caption": text[:60], "text": text, "start_char": 0, "end_char": len(text)}
        put(graph, claim(number), "Claim", **words, kind="claim", post=f"week:{number}")
        graph.relations.append(Relation("ASSERTS", speaker, claim(number), {"asserted": True, "sources": SOURCES}))
    for source, type, target, confidence in STANCES:
        graph.relations.append(inferred(type, claim(source), claim(target), confidence, SAID[source][1][:40]))
    for id, title, year in WORKS:
        url = f"https://example.org/{year}"
        label = "Paper" if id.startswith("doi:") else "Work"
        put(
            graph,
            ("Work", id),
            label,
            caption=title,
            title=title,
            year=year,
            url=url,
            authors=["A. Author", "B. Writer"],
        )
    for source, cited, confidence in CITED:
        graph.relations.append(inferred("CITES", claim(source), ("Work", WORKS[cited][0]), confidence, "the study"))
    return graph


def large(nodes: int) -> Graph:
    """A debate of so many nodes: a tree of claims by twenty speakers, one in ten of them citing a work."""
    graph = Graph()
    speakers = [put(graph, ("Speaker", f"forum:s{n}"), caption=f"Speaker {n}", name=f"Speaker {n}") for n in range(20)]
    for n in range(nodes - 20):
        text = (
            f"Point {n} is that number {n * 7919 % 1000} tells more about the question than anything said so far here."
        )
        ref = put(
            graph, ("Claim", f"forum:{n}#0-{len(text)}-{n:08x}"), text=text, caption=text[:60], kind="claim",
            post=f"forum:{n}", start_char=0, end_char=len(text),
        )  # fmt: skip
        graph.relations.append(Relation("ASSERTS", speakers[n % 20], ref, {"asserted": True, "sources": SOURCES}))
        if n:
            target = (n - 1) // 3
            words = f"Point {target} is that number {target * 7919 % 1000} tells more about the question than anything said so far here."
            graph.relations.append(
                inferred("REBUTS", ref, ("Claim", f"forum:{target}#0-{len(words)}-{target:08x}"), 0.8, text[:30])
            )
    return graph


def staged() -> Scene:
    """The debate as the answer to a question, with the posts, times and addresses that stand around it."""
    around = Graph()
    week = put(around, ("Discussion", "week"), title="Four days", url="https://example.org/week", site="forum")
    for number, (who, text) in enumerate(SAID):
        words = f"{text} And so on: {'more words. ' * (300 if number == 2 else 3)}"
        url = {"url": f"https://example.org/week/{number}"} if number else {"url": "javascript:window.ran=1"}
        posted = f"2024-03-{number + 1:02d}T09:30:00+00:00"
        post = put(around, ("Post", f"week:{number}"), text=words, posted=posted, caption=text[:60], **url)
        own = {"sources": SOURCES, "asserted": True}
        place = {"start_char": 0, "end_char": len(text)}
        around.relations += [
            Relation("STATES", post, claim(number), own | place),
            Relation("WROTE", ("Speaker", f"forum:{who}"), post, own),
            Relation("PART_OF", post, week, own),
        ]
    return Scene(TITLE, ABOUT, debate(), around)


def crowd(nodes: int, discussions: int = 12) -> Scene:
    """The large debate with the posts, discussions and times around it, as the whole of a forum would come."""
    graph, around = large(nodes), Graph()
    for at, (label, id) in enumerate([ref for ref in graph.nodes if ref[0] == "Claim"]):
        node = graph.nodes[label, id]
        week = put(around, ("Discussion", f"forum:d{at % discussions}"), title=f"Thread {at % discussions}")
        words = f"{node.properties['text']} {'And this is what else the post says of it. ' * 12}"
        post = put(around, ("Post", str(node.properties["post"])), text=words, posted=f"2024-0{at % 9 + 1}-11T10:00:00Z",
                   url=f"https://example.org/{at}", caption=words[:60])  # fmt: skip
        around.relations += [
            Relation("STATES", post, (label, id), {"start_char": 0, "end_char": len(str(node.properties["text"]))}),
            Relation("PART_OF", post, week, {"sources": SOURCES}),
        ]
    return Scene(TITLE, ABOUT, graph, around)
