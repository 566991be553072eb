"""Prints threads and feeds whose structure is known as pages without structure, in the styles of several sites."""

import json
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any


@dataclass
class Talk:
    """A thread or a feed: its posts by id, in order, each with lines that are quotes or not."""

    id: str
    feed: bool
    posts: dict[str, dict[str, Any]] = field(default_factory=dict)


Line = tuple[str, str | None, bool]
"""Words, the post they belong to (None: a line of the page), whether they are a quote."""

AGO = ("a year ago", "{n} years ago", "{n} months ago", "{n} hours ago", "{n} days ago")
STYLES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "none": ((), ()),
    "old-short": (("[-] {name} {v} points {ago}",), ()),
    "old": (("[–]{name} {v} points {ago}",), ("permalink", "embed", "save", "report", "reply")),
    "dotted": (("{name} · {date}",), ("Permalink",)),
    "new": (("{name}", "{ago}"), ("Upvote", "{v}", "Downvote", "Reply", "Share")),
    "dates": (("{date}",), ("Reply",)),
    "glued": (("[-]{name}{short}{v}",), ("Reply",)),
    "plain": (("{name} {short} {v} points",), ()),
    "stacked": (("{name}", "{short}", "{v}"), ()),
    "orange": (("{name} {ago} | prev | next [–]",), ("reply",)),
}
ASIDE = {
    "by": (("{v} points by {name} {ago} | parent | on: the page",), ("reply",)),
    "iso": (("{name} — {iso}",), ("Like (2) Reply Report",)),
    "badge": (("{name} OP • {short} ago",), ("{v}", "Reply", "Award", "Share")),
}


def plain(markdown: str) -> list[tuple[str, bool]]:
    """The lines of a post as a page shows them, and which are quotes."""
    out = []
    for block in re.split(r"\n\s*\n", unescape(markdown.replace("\r", "")).replace("\u200b", "")):
        quote = block.lstrip().startswith(">")
        text = re.sub(r"^[ \t]*>[ \t]?", "", block, flags=re.M) if quote else block
        text = re.sub(r"!?\[([^\]]*)\]\([^)\s]*(?:\s\"[^\"]*\")?\)", r"\1", text)
        text = re.sub(r"\\([\[\]*_()~.#>-])", r"\1", text)
        text = re.sub(r"(\*\*|__|\*|_(?=\w)|(?<=\w)_)(?=\S)|(?<=\S)(\*\*|\*)", "", text)
        text = re.sub(r"^\s*(?:[*+-]|#+)\s+", "", text, flags=re.M)
        rows = re.split(r"\n(?=\s*(?:[-*+•]|\d+[.)])\s)", text)
        out += [(" ".join(r.split()), quote) for r in rows if r.strip()]
    return out


def items(text: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON list, as far as it is whole."""
    decoder, at = json.JSONDecoder(), text.index("[") + 1
    while (start := text.find("{", at)) >= 0:
        try:
            item, at = decoder.raw_decode(text, start)
        except json.JSONDecodeError:
            return
        yield item


def talks(shared: Path) -> Iterator[Talk]:
    """All threads with three posts or more, and all feeds in pieces of thirty comments."""
    for name in ("cmv-dev.jsonl", "us2016-debates.jsonl"):
        for row in (shared / "gold" / name).read_text(encoding="utf-8").splitlines():
            thread = json.loads(row)
            posts = {p["id"]: dict(p, lines=plain(p["text"])) for p in thread["posts"] if p["text"].strip()}
            answered = sum(p["reply_to"] in posts for p in posts.values())
            if len(posts) < 3 or answered * 2 < len(posts):
                continue
            yield Talk(thread["id"], False, posts)
            first = next(iter(posts.values()))["author"]
            mine = {k: p for k, p in reversed(posts.items()) if p["author"] == first}
            if len(mine) >= 5 and name.startswith("cmv"):
                yield Talk(thread["id"] + "-feed", True, mine)
    for path in sorted((shared / "samples" / "lesswrong").glob("*_comments.json")):
        rows = [c for c in items(path.read_text(encoding="utf-8")) if (c.get("contents") or {}).get("markdown")]
        for start in range(0, len(rows) - 9, 30):
            part = {
                c["_id"]: {"author": path.name[:6], "reply_to": c["parentCommentId"],
                           "lines": plain(c["contents"]["markdown"])}
                for c in rows[start : start + 30]
            }  # fmt: skip
            yield Talk(f"{path.name[:17]}-{start}", True, {k: p for k, p in part.items() if p["lines"]})


def aside(talk: Talk) -> bool:
    """Whether the talk is kept for the last look."""
    return int(sha256(talk.id.removesuffix("-feed").encode()).hexdigest(), 16) % 3 == 0


class Printer:
    """Prints a talk as a page: one throw of the dice for the whole page, as a site has one style."""

    def __init__(self, talk: Talk, seed: str, last: bool) -> None:
        self.talk, self.seed, self.dice = talk, seed, random.Random(seed)  # noqa: S311
        styles = STYLES | (ASIDE if last else {})
        others = [s for s in styles if s != "none"]
        self.head: tuple[str, ...]
        self.foot: tuple[str, ...]
        self.head, self.foot = styles["none" if self.dice.random() < 0.6 else self.dice.choice(others)]
        self.head_lost: set[str] = set()
        self.curly = self.dice.choice([0.0, 1.0, 0.5])
        self.mark = self.dice.choice(["", "", "", "> "])
        self.untitled = not talk.feed and self.dice.random() < 0.5
        self.limit = self.dice.choice([None, 340, 450, 560, 700, 1000]) if talk.feed else None
        self.more = self.dice.choice(["...", "... (read more)", "…"])
        self.number = {author: f"{n}" for n, author in enumerate(sorted({p["author"] for p in talk.posts.values()}))}

    def order(self) -> list[str]:
        """The posts as a page has them: depth first, or newest first in a feed."""
        posts = self.talk.posts
        if self.talk.feed:
            return list(posts)
        children = defaultdict(list)
        for key, post in posts.items():
            children[post["reply_to"] if post["reply_to"] in posts else None].append(key)
        if self.dice.random() < 0.3:
            for below in children.values():
                self.dice.shuffle(below)
        out: list[str] = []
        stack = list(reversed(children[None]))
        while stack:
            out.append(stack.pop())
            stack += reversed(children[out[-1]])
        return out

    def page(self, copies: int) -> list[Line]:
        """The lines of the page; a second copy has links and perhaps lacks quotes, the first lacks links."""
        order = self.order()
        lost = copies > 1 and self.dice.random() < 0.5
        self.head_lost = {k for k in order if self.dice.random() < 0.05}
        return [
            line
            for copy in range(copies)
            for key in order
            for line in self.post(key, copies > 1 and copy == 0, lost and copy > 0)
        ]

    def words(self, author: str, dice: random.Random) -> dict[str, Any]:
        """What the page says of a post in its own lines."""
        names = "Harrow Bell Quill Tarn Moor Fenn Isle Wick".split()
        year, month, day = dice.randint(2015, 2024), dice.randint(1, 9), dice.randint(10, 28)
        return {
            "name": f"{names[int(self.number[author]) % len(names)]}_{self.number[author]}",
            "v": dice.randint(1, 60),
            "ago": dice.choice(AGO).format(n=dice.randint(2, 11)),
            "short": dice.choice(["{}mo", "{}y", "{}d"]).format(dice.randint(1, 11)),
            "date": f"{dice.choice(['Jan', 'May', 'Nov'])} {day}, {year}",
            "iso": f"{year}-0{month}-{day} 14:0{month}",
        }

    def post(self, key: str, no_links: bool, no_quotes: bool) -> Iterator[Line]:
        post, dice = self.talk.posts[key], random.Random(f"{key}/{self.seed}")  # noqa: S311
        words = self.words(post["author"], dice)
        if key not in self.head_lost:
            yield from ((h.format(**words), None, False) for h in self.head)
        left = self.limit or 10**9
        curly = dice.random() < self.curly
        untitled = self.untitled and key == next(iter(self.talk.posts)) and len(post["lines"]) > 1
        for text, quote in post["lines"][untitled:]:
            if (no_links and re.fullmatch(r"https?://\S+", text)) or (no_quotes and quote):
                continue
            text = curl(text) if curly else text.translate(str.maketrans("“”‘’", "\"\"''"))
            cut, left = text[: max(left, 0)], left - len(text)
            if not cut.strip():
                break
            if left < 0:
                cut += self.more
            elif dice.random() < 0.03 and cut.count(" ") > 8:
                at = cut.index(" ", len(cut) // 2) if " " in cut[len(cut) // 2 :] else cut.index(" ")
                cut = cut[:at] + cut[at + 1 :]
            if quote and not self.mark and dice.random() < 0.08:
                cut = f"“{cut}”"
            yield (self.mark if quote else "") + cut, key, quote
        yield from ((f.format(**words), None, False) for f in self.foot)


def curl(text: str) -> str:
    """Straight quotation marks made curly."""
    text = re.sub(r"(^|[\s(\[])\"", r"\1“", text).replace('"', "”")
    return re.sub(r"(^|[\s(\[])'", r"\1‘", text).replace("'", "’")


def gold(talk: Talk, lines: list[Line], blank: bool) -> tuple[str, dict[str, Any]]:
    """The page as text, and what is known of it in the form the scorer reads."""
    at = 0
    spans: dict[str, list[list[int]]] = defaultdict(list)
    quoted = []
    parts = []
    for words, key, quote in lines:
        if key is not None:
            spans[key].append([at, at + len(words)])
            if quote:
                quoted.append({"span": [at, at + len(words)]})
        parts.append(words + ("\n\n" if blank else "\n"))
        at += len(parts[-1])
    text = "".join(parts)
    posts = [
        {"id": k, "speaker": talk.posts[k]["author"], "spans": s,
         "reply_to": talk.posts[k]["reply_to"] if talk.posts[k]["reply_to"] in spans else None}
        for k, s in spans.items()
    ]  # fmt: skip
    return text, {"posts": posts, "quotes": quoted}
