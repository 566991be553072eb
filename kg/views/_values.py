"""The texts of a page, each held once: many relations share a rule, a source or their words."""

from typing import Any


class Values:
    """`texts` are all texts in the order in which they came, `index` tells the place of each."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.index: dict[str, int] = {}

    def put(self, text: str) -> int:
        """The place of `text` in `texts`."""
        if text not in self.index:
            self.index[text] = len(self.texts)
            self.texts.append(text)
        return self.index[text]

    def facts(self, properties: dict[str, Any]) -> list[Any]:
        """Name and value in turn, as places in `texts`; a list of values is a list of places."""
        found: list[Any] = []
        for name in sorted(properties):
            value = properties[name]
            if value is None or value == []:
                continue
            many = isinstance(value, list | tuple)
            found += [self.put(name), [self.put(_text(v)) for v in value] if many else self.put(_text(value))]
        return found


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
