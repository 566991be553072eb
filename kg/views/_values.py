"""The texts of a page, each held once: many relations share a rule, a source or their words."""

from typing import Any


class Values:
    """`texts` are all texts in the order in which they came, `index` tells the place of each.

    `shapes` are the lists of names that facts have, each once: many nodes have facts of the same names.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.index: dict[str, int] = {}
        self.shapes: list[list[int]] = []
        self._shape_index: dict[tuple[int, ...], int] = {}

    def put(self, text: str) -> int:
        """The place of `text` in `texts`."""
        if text not in self.index:
            self.index[text] = len(self.texts)
            self.texts.append(text)
        return self.index[text]

    def facts(self, properties: dict[str, Any]) -> list[Any]:
        """The place of their names in `shapes`, then the values as places in `texts`; several values are a list."""
        names, values = [], list[Any]()
        for name in sorted(properties):
            value = properties[name]
            if value is None or value == []:
                continue
            many = isinstance(value, list | tuple)
            names.append(self.put(name))
            values.append([self.put(_text(v)) for v in value] if many else self.put(_text(value)))
        return [self._shape(tuple(names)), *values]

    def _shape(self, names: tuple[int, ...]) -> int:
        if names not in self._shape_index:
            self._shape_index[names] = len(self.shapes)
            self.shapes.append(list(names))
        return self._shape_index[names]


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
