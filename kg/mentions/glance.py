"""A text at a glance: which kinds of mention it can hold at all, told in a few passes that run at memory speed."""

from dataclasses import dataclass

# What is left of a text when its small letters are taken out: A for a capital, 0 for a digit, " for a mark of
# quotation or emphasis, . for the end of a sentence, ' and / and blanks; I stays itself, since everybody writes it.
_LEFT = bytes(
    ord("I") if n == ord("I") else ord("A") if chr(n).isupper() else ord("0") if 48 <= n < 58
    else ord('"') if chr(n) in "\"*_" else n if chr(n) in " '/" else ord(",") if chr(n) in ",;()[]" else ord(".")
    for n in range(256)
)  # fmt: skip
_SMALL = bytes(n for n in range(256) if chr(n).islower())


@dataclass(frozen=True, slots=True)
class Glance:
    """Whether a text has capitals within sentences, digits, marks of quotation or emphasis, slashes, owners."""

    names: bool
    digits: bool
    marks: bool
    slashes: bool
    owners: bool


def glance(text: str) -> Glance:
    """What the text can hold."""
    left = text.encode("latin-1", "replace").translate(_LEFT, _SMALL)
    curly = not text.isascii()
    return Glance(
        names=b"IA" in left or left.count(b"A") > left.count(b". A") + left.count(b".A") + left.startswith(b"A"),
        digits=b"0" in left,
        marks=b'"' in left or (curly and "“" in text),
        slashes=b"/" in left,
        owners=(b"'" in left and ("'s " in text or "s' " in text)) or (curly and ("’s " in text or "s’ " in text)),
    )
