"""What the markup of a saved page tells of each of its posts, by the table of sites."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from kg.readers._sites import Part, Site


@dataclass(slots=True)
class Item:
    """A post on the page as its markup tells of it; `above` is the post that it stands in."""

    part: Part
    node: LexborNode
    above: int | None = None
    told: dict[str, str] = field(default_factory=dict)
    body: LexborNode | None = None


def items(tree: LexborHTMLParser, site: Site) -> list[Item]:
    """The posts of the page, the opening one first, each with what its own part of the markup tells."""
    homes: dict[int, int] = {}
    found: list[Item] = []
    parts = [part for part in (site.opening, site.comments) if part is not None]
    for part in parts:
        for node in tree.css(part.posts):
            if node.mem_id not in homes:
                homes[node.mem_id] = len(found)
                found.append(Item(part, node))
    owners = _Owners(homes)
    for item in found:
        item.above = owners.of(item.node.parent)
    for part in parts:
        for name in ("id", "author", "account", "date", "score", "parent", "depth", "link", "body"):
            for spec in getattr(part, name):
                _tell(tree, found, owners, part, name, spec)
    for css in site.added:
        for node in tree.css(css):
            node.decompose()
    return found


class _Owners:
    """Which post an element belongs to: the nearest that it stands in."""

    def __init__(self, homes: dict[int, int]) -> None:
        self._known: dict[int, int | None] = dict(homes)

    def of(self, node: LexborNode | None) -> int | None:
        """The number of the post; None for what is in no post."""
        path: list[int] = []
        while node is not None and node.mem_id not in self._known:
            path.append(node.mem_id)
            node = node.parent
        found = self._known[node.mem_id] if node is not None else None
        self._known.update(dict.fromkeys(path, found))
        return found


def _tell(tree: LexborHTMLParser, found: list[Item], owners: _Owners, part: Part, name: str, spec: str) -> None:
    """Give each post what the selector finds in it, unless an earlier one found something."""
    css, _, attribute = spec.partition("@")
    for node in tree.css(css) if css else [item.node for item in found]:
        owner = owners.of(node)
        if owner is None or found[owner].part is not part:
            continue
        item = found[owner]
        if name == "body":
            item.body = item.body or node
        elif not item.told.get(name):
            item.told[name] = ((node.attributes.get(attribute) if attribute else node.text()) or "").strip()
