"""Works named by their maker or their matter, and a kind: "Carlsmith's report", "the HCAST paper", "a paper by Ngo",
"his thesis on sleep", "the 2024 NeurIPS paper"."""

import re
from collections.abc import Iterator
from functools import cache

from kg.mentions.glance import Glance
from kg.mentions.hits import Hit, name_key
from kg.mentions.words import any_of, every, kinds, openers, ordinary
from kg.works.ids import slug

_NAME = r"[A-ZÀ-Þ][\w-]{0,40}(?:\.\d+)?"
_LEAD = re.compile(rf"(?<![\w@#/.'’-]){_NAME}(?: {_NAME}){{0,2}}$")
_VAGUE = frozenset(
    "original recent new latest old first great long short excellent good best famous previous full whole own".split()
)
_SURE = {
    "owned": 0.7,
    "named": 0.65,
    "quoted": 0.6,
    "issued": 0.6,
    "by": 0.6,
    "year": 0.6,
    "dated": 0.6,
    "topic": 0.5,
    "told": 0.5,
}
_INDEFINITE = re.compile(r"\b(?:[Aa]n?|[Ss]ome|[Aa]ny|[Ee]very|[Aa]nother|[Mm]any|[Nn]o|[Ee]ach) (?:\w+ )?$")
_DETERMINED = re.compile(
    r"\b(?P<det>[Tt]he|[Tt]his|[Tt]hat|[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Oo]ur|[Aa]n?) "
    r"(?P<year>(?:19|20)\d\d )?(?P<what>(?:[a-z][\w./-]{0,30} ){0,2})$"
)
_TOLD = ("thesis", "dissertation", "TED talk", "memoir", "autobiography")


@cache
def _owned() -> re.Pattern[str]:
    kind = any_of(kinds())
    adjective = rf"(?!(?:{any_of(openers())}) )[a-z][\w./-]{{0,30}}"
    return re.compile(
        rf"['’]s? (?P<between>(?:(?:[\"“][^\"“”\n]{{2,80}}[\"”]|[A-Z\d][\w'’.-]{{0,40}}|{adjective}) ){{0,3}}?)"
        rf"(?P<kind>{kind})s?\b"
        rf"(?: and (?P<other>(?:[A-Z]\w{{0,30}} )?(?P<kind2>{kind}))\b)?", re.ASCII
    )  # fmt: skip


@cache
def _named() -> re.Pattern[str]:
    kind = any_of(every("named_kinds"))
    return re.compile(
        rf"(?P<who>[A-ZÀ-Þ](?<![\w@#/.'’-].)[\w-]{{0,40}}(?:\.\d+)?(?: (?:{_NAME}|\d{{1,4}})){{0,3}}?) "
        rf"(?P<kind>{kind})\b(?! (?:post|review|club|by)\b)"
    )


@cache
def _quoted() -> re.Pattern[str]:
    kind = any_of(every("named_kinds") - {"scenario", "series", "forecast"})
    return re.compile(rf"(?P<who>[\"“][\w' -]{{2,40}}[\"”]) (?P<kind>{kind})\b")


@cache
def _dated() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<year>(?:19|20)\d\d) (?:(?P<who>[A-Z][\w-]{{0,30}}) )?(?P<kind>{any_of(every('named_kinds'))})\b"
    )


@cache
def _issued() -> re.Pattern[str]:
    return re.compile(
        rf"he (?P<what>(?P<who>{any_of(every('publishers'))}) (?:[\w-]{{1,30}} ){{0,2}}?(?P<kind>{any_of(kinds())}))\b"
    )


_DEFINITE = re.compile(r"(?:\b[Tt]he|\b[Tt]his|\b[Tt]hat|['’]s) $")
_THEIRS = re.compile(rf"\b(?:[Hh]is|[Hh]er|[Tt]heir) (?:[a-z-]{{1,30}} ){{0,2}}?(?P<kind>{'|'.join(_TOLD)})\b")
_TIES = (" on ", " about ", " for ", " with the ", " linked above", " mentioned above")
_TIES_OF_NAMES = (" by ", " from ", " of ")
_BY = re.compile(rf" (?:by|from) (?P<who>{_NAME}(?: {_NAME}){{0,2}})(?: et al\.?| and {_NAME}(?: {_NAME})?)?")
_OF = re.compile(r" (?:from|of) (?P<year>(?:19|20)\d\d)\b")
_LINKED = re.compile(r" (?:linked|mentioned) above\b")


@cache
def _topic() -> re.Pattern[str]:
    stop = any_of(openers() | every("verbs"))
    return re.compile(
        rf" (?:on|about|for|with the) (?P<topic>(?:the )?[\w'’/-]{{1,40}}(?: (?!{stop}\b)[\w'’/-]{{1,40}}){{0,3}})"
    )


def find(text: str, seen: Glance) -> Iterator[Hit]:
    """A Hit for each work that is named so."""
    if seen.owners:
        for match in _owned().finditer(text):
            yield from _of_owner(text, match)
    if seen.names:
        for match in _named().finditer(text):
            yield from _with_name(text, match)
    if seen.marks:
        for match in _quoted().finditer(text):
            yield _hit(match.start(), match[0], "quoted", match["kind"], slug(match["who"]), words=match[0])
    if seen.digits:
        for match in _dated().finditer(text):
            if _DEFINITE.search(text[max(0, match.start() - 6) : match.start()]):
                yield _hit(match.start(), match[0], "dated", match["kind"], words=match[0], year=int(match["year"]))
    for match in _issued().finditer(text):
        yield _hit(match.start("what"), match["what"], "issued", match["kind"], who=match["who"], words=match["what"])
    yield from _tied(text, seen)
    if "thesis" in text or "dissertation" in text or (seen.names and any(kind in text for kind in _TOLD)):
        for match in _THEIRS.finditer(text):
            yield _hit(match.start(), match[0], "told", match["kind"])


def _hit(
    start: int,
    written: str,
    rule: str,
    kind: str,
    work: str = "",
    who: str = "",
    words: str = "",
    year: int | None = None,
) -> Hit:
    author = slug(re.sub(r"['’]s?$", "", who.split()[-1])) if who else ""
    shown = "nickname" if rule in ("named", "quoted") else "author"
    return Hit(
        start, start + len(written), shown, _SURE[rule], work or slug(written),
        names=(name_key(written),), author=author, kinds=kinds().get(kind.lower(), frozenset()), words=words, year=year,
        forename=slug(who.split()[0]) if author and " " in who else "",
    )  # fmt: skip


def _of_owner(text: str, match: re.Match[str]) -> Iterator[Hit]:
    """`Carlsmith's report`; in `Eliezer's TED talk and TIME article` both are his."""
    at = match.start()
    possessive = text.startswith(("'s", "’s"), at)
    owner = _LEAD.search(text[max(0, at - 90) : at])
    if owner is None or (not possessive and text[at - 1] != "s"):
        return
    names = owner[0].split()
    while len(names) > 1 and (names[0].lower() in openers() or ordinary(names[0])):
        names.pop(0)
    who = " ".join(names)
    if names[0] in every("not_owners") or names[0] in every("months") or who.lower() in every("determiners"):
        return
    start = at - len(who)
    end = match.end() if not match["other"] else match.start("other") - len(" and ")
    written, kind = text[start:end], match["kind"]
    between = [w for w in match["between"].split() if w.lower() not in _VAGUE]
    work = slug(" ".join([names[-1], *between, kind]))
    yield _hit(start, written, "owned", kind, work, who)
    if match["other"]:
        yield _hit(
            match.start("other"), match["other"], "owned", match["kind2"], slug(f"{names[-1]} {match['other']}"), who
        )


def _with_name(text: str, match: re.Match[str]) -> Iterator[Hit]:
    """`the HCAST paper`; not `a LessWrong post`."""
    names, start = match["who"].split(), match.start()
    while len(names) > 1 and names[0].lower() in openers() and not names[1][0].isdigit():
        start += len(names.pop(0)) + 1
    who = " ".join(names)
    if who in every("venues") or names[-1] in every("venues") or names[0] in every("months") or who.isdigit():
        return
    if not _INDEFINITE.search(text[max(0, start - 24) : start]):
        work = slug(who) if " " in who or who.isupper() else ""
        yield _hit(start, text[start : match.end()], "named", match["kind"], work, who, words=text[start : match.end()])


def _tied(text: str, seen: Glance) -> Iterator[Hit]:
    """Kinds of works with "by", "from", "on" and the like behind them."""
    for tie in _TIES + _TIES_OF_NAMES * (seen.names or seen.digits):
        at = text.find(tie)
        while at >= 0:
            kind, start = _kind_before(text, at)
            if kind:
                yield from _with_tie(text, start, at, kind)
            at = text.find(tie, at + 1)


def _with_tie(text: str, start: int, end: int, kind: str) -> Iterator[Hit]:
    if (match := _LINKED.match(text, end)) or (match := _OF.match(text, end)):
        at = _with_adjective(text, start)
        year = match.groupdict().get("year")
        rule = "year" if year else "told"
        yield _hit(
            at, text[at : match.end()], rule, kind, words=text[at : match.end()], year=int(year) if year else None
        )
    elif match := _BY.match(text, end):
        who = match["who"]
        if who.split()[0] not in every("venues") | every("months") and kind not in ("story", "thread"):
            yield _hit(start, text[start : match.end()], "by", kind, who=who, words=text[start : match.end()])
    elif match := _topic().match(text, end):
        yield from _about(text, start, kind, match)


def _kind_before(text: str, end: int) -> tuple[str, int]:
    """The kind of work that ends there, with where it begins; two words before one."""
    last = text[max(0, end - 16) : end].rpartition(" ")[2]
    if last.lower() not in _last_words():
        return "", end
    row = text[max(0, end - 32) : end].rpartition("\n")[2].split(" ")
    for size in (2, 1):
        word = " ".join(row[-size:])
        if len(row) >= size and word.lower() in kinds():
            return word.lower(), end - len(word)
    return "", end


@cache
def _last_words() -> frozenset[str]:
    return frozenset(kind.rpartition(" ")[2] for kind in kinds())


def _with_adjective(text: str, start: int) -> int:
    adjective = re.search(r"\b([a-z]{4,20}) $", text[max(0, start - 22) : start])
    if adjective is None or adjective[1] in openers():
        return start
    return start - len(adjective[0])


def _about(text: str, start: int, kind: str, match: re.Match[str]) -> Iterator[Hit]:
    """`her thesis on agents`, `the model card for Opus 4`: what it is about must tell which one it is."""
    if kind in every("untopical"):
        return
    lead = _DETERMINED.search(text[max(0, start - 70) : start])
    if lead is None or any(w in openers() for w in lead["what"].split()):
        return
    telling = re.search(r"[A-Z]\w|\d", match["topic"]) is not None
    which = lead["det"].lower()
    if not telling and (which in ("a", "an") or (which in ("the", "this", "that") and kind not in every("studied"))):
        return
    at = start - len(lead["what"])
    yield _hit(at, text[at : match.end()], "topic", kind)
