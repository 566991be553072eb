"""Parts of one discussion in several files meet: a post and its comments, two snapshots, the mails of a thread."""

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.discussion import Discussion, Post


def groups(parts: Iterable[Discussion]) -> Iterator[list[Discussion]]:
    """The parts that belong together, in the order of their ids; each part of a group gets the group's id.

    Parts of one id do; and a part that answers a post it does not hold belongs to the part that holds it, as a mail
    that names only its parent does.
    """
    known: dict[str, list[Discussion]] = {}
    for part in parts:
        known.setdefault(part.id, []).append(part)
    homes: dict[str, str] = {}
    for id_ in sorted(known):
        for post in chain.from_iterable(part.posts for part in known[id_]):
            if not _is_pointed_at(post):
                homes.setdefault(post.id, id_)
    above = {}
    for id_, held in known.items():
        pointed = {p.id for part in held for p in part.posts if _is_pointed_at(p) and p.reply_to is None}
        above[id_] = min((homes[p] for p in pointed if homes.get(p, id_) != id_), default=id_)
    met: dict[str, list[Discussion]] = {}
    for id_, held in known.items():
        top = _top(id_, above)
        for part in held:
            part.id = top
        met.setdefault(top, []).extend(held)
    return (met[id_] for id_ in sorted(met))


def _top(id_: str, above: dict[str, str]) -> str:
    """The last of those that hold what the one before answers; of a circle the first by name."""
    path = {id_: None}
    while (id_ := above[id_]) not in path:
        path[id_] = None
    ways = list(path)
    top = min(ways[ways.index(id_) :])
    above.update(dict.fromkeys(ways, top) | {top: top})
    return top


def _is_pointed_at(post: Post) -> bool:
    """Whether nothing of the post itself is known: it is there because another one answers it."""
    return post.text is None and post.speaker is None and post.title is None and post.posted is None


def meet(parts: list[Discussion]) -> Discussion:
    """One discussion out of its parts; of two versions of a post the one edited last stays, else the fuller one."""
    parts = sorted(parts, key=lambda d: min(p.document.sha256 for p in d.posts) if d.posts else "")
    whole = parts[0]
    posts: dict[str, Post] = {}
    for post in chain.from_iterable(part.posts for part in parts):
        known = posts.setdefault(post.id, post)
        if known is not post:
            posts[post.id] = _best(known, post)
    if len(parts) > 1:
        whole.title = next((p.title for p in parts if p.title), None)
        whole.url = next((p.url for p in parts if p.url), None)
        whole.named = any(p.named for p in parts)
        _climb(posts)
    held = {post.source_id for post in posts.values() if not _is_pointed_at(post)}
    whole.owed = {id_ for part in parts for id_ in part.owed if id_ not in held}
    order = list(posts.values())
    if len(parts) > 1:
        order.sort(key=lambda p: (p.reply_to is not None, p.posted or "", p.position, p.id))
    whole.posts = [*order, *_missing(order, posts)]
    return whole


def _best(one: Post, two: Post) -> Post:
    """The version of a post that stays, with what only the other one knows of it."""
    worse, best = sorted((one, two), key=_wealth)
    # The beginning of a post is no edit of it.
    if worse.text and (worse.edited or "") > (best.edited or "") and not (best.text or "").startswith(worse.text):
        worse, best = best, worse
    best.sources = one.sources | two.sources
    best.speaker = best.speaker or worse.speaker
    best.posted = best.posted or worse.posted
    best.title = best.title or worse.title
    best.url = best.url or worse.url
    best.score = worse.score if best.score is None else best.score
    return best


def _wealth(post: Post) -> tuple[object, ...]:
    """The more is known of a version of a post, the higher; its document tells equals apart."""
    return len(post.text or ""), not _is_pointed_at(post), post.text or "", post.document.sha256


def _climb(posts: dict[str, Post]) -> None:
    """A post answers the nearest of those above it that is in any of the files; who is answered by none then goes."""
    left: set[str] = set()
    for post in posts.values():
        nearest = next((id_ for id_ in post.above if id_ in posts and not _is_pointed_at(posts[id_])), post.reply_to)
        if nearest != post.reply_to and post.reply_to is not None and nearest != post.id:
            left.add(post.reply_to)
            post.reply_to = nearest
    left -= {post.reply_to for post in posts.values() if post.reply_to}
    for id_ in left:
        if id_ in posts and _is_pointed_at(posts[id_]):
            del posts[id_]


def _missing(order: list[Post], posts: dict[str, Post]) -> Iterator[Post]:
    """A post without words for each post that is answered but is in none of the files."""
    added: dict[str, Post] = {}
    for post in order:
        parent = post.reply_to
        if parent is not None and parent not in posts:
            known = added.get(parent)
            if known is None:
                added[parent] = Post(parent, None, None, post.document, position=len(order) + len(added))
            else:
                known.sources |= post.sources
    return iter(added.values())
