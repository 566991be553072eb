"""Which claims stand in the end: the grounded extension of the attacks among all claims.

P. M. Dung, On the acceptability of arguments and its fundamental role in nonmonotonic reasoning, logic programming and
n-person games, Artificial Intelligence 77 (1995). A claim stands if all attacks on it fall, and falls if one of them
stands; what follows from this, begun with the claims that nobody attacks, is the least such answer. What it does not
reach is undecided. Each attack is looked at twice at most.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from kg.graph import Table
from kg.stores import Store

_ATTACKS = """
MATCH (one:Claim)-[attack:REBUTS|UNDERCUTS]->(claim:Claim)
WHERE attack.confidence >= $least AND ($discussion IS NULL OR EXISTS {
  MATCH (claim)<-[:STATES]-(:Post)-[:PART_OF]->(home:Discussion)
  WHERE home.id = $discussion OR toLower(home.title) = toLower($discussion)
})
RETURN one.id AS one, claim.id AS claim, attack.confidence AS sure, type(attack) AS type
"""
_SHOWN = """
UNWIND $rows AS row
MATCH (claim:Claim {id: row[0]})
MATCH (attack:Claim {id: row[3]})-[_attacks:REBUTS|UNDERCUTS]->(claim) WHERE type(_attacks) = row[4]
OPTIONAL MATCH (beaten_by:Claim {id: row[5]})-[_beats:REBUTS|UNDERCUTS]->(attack) WHERE type(_beats) = row[6]
OPTIONAL MATCH (speaker:Speaker)-[:ASSERTS]->(claim)
WITH row, claim, attack, beaten_by, _attacks, _beats, min(speaker.caption) AS said_by
RETURN row[1] AS standing, claim, said_by, row[2] AS attacks, attack, beaten_by, _attacks, _beats
ORDER BY attacks DESC, claim.id
"""
Attack = tuple[str, str, float, str]
"""The attacking claim, the attacked one, how sure that is, and the type of the relation."""


def answer(store: Store, values: dict[str, Any]) -> Table:
    """The claims that were attacked, the most attacked first, with how they stand and the attack that decides it."""
    asked = {name: values[name] for name in ("least", "discussion")}
    on: dict[str, list[Attack]] = defaultdict(list)
    for attack in store.run(_ATTACKS, asked).rows:
        on[attack[1]].append(attack)
    found = standings((one, claim) for claim, attacks in on.items() for one, *_ in attacks)
    wanted = [claim for claim in on if values["standing"] in (None, found[claim])]
    wanted.sort(key=lambda claim: (-len(on[claim]), claim))
    rows = [_row(claim, found, on) for claim in wanted[: values["limit"]]]
    return store.run(_SHOWN, {"rows": rows})


def standings(attacks: Iterable[tuple[str, str]]) -> dict[str, str]:
    """`stands`, `falls` or `undecided` for each claim that attacks or is attacked, from (attacker, attacked)."""
    attacked: dict[str, set[str]] = defaultdict(set)
    left: dict[str, int] = {}
    for one, other in attacks:
        left.setdefault(one, 0)
        left.setdefault(other, 0)
        if other not in attacked[one]:
            attacked[one].add(other)
            left[other] += 1
    found = {claim: "stands" for claim, number in left.items() if not number}
    waiting = list(found)
    while waiting:
        for fallen in attacked[waiting.pop()]:
            if fallen in found:
                continue
            found[fallen] = "falls"
            for helped in attacked[fallen]:
                left[helped] -= 1
                if not left[helped] and helped not in found:
                    found[helped] = "stands"
                    waiting.append(helped)
    return {claim: found.get(claim, "undecided") for claim in left}


def _row(claim: str, found: dict[str, str], on: dict[str, list[Attack]]) -> list[Any]:
    """What is needed to show a claim: how it stands, the attack that decides it, and what beats that attack."""
    standing = found[claim]
    attack = _surest(a for a in on[claim] if standing != "falls" or found[a[0]] == "stands")
    beats = [a for a in on.get(attack[0], ()) if standing == "stands" and found[a[0]] == "stands"]
    beaten = _surest(beats) if beats else (None, "", 0.0, None)
    return [claim, standing, len(on[claim]), attack[0], attack[3], beaten[0], beaten[3]]


def _surest(attacks: Iterable[Attack]) -> Attack:
    return min(attacks, key=lambda attack: (-attack[2], attack[0], attack[3]))
