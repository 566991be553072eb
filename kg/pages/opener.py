"""The signs that a post is by the one who opened the talk; see weights.toml."""

from kg.pages.facts import ME, YOU, Facts
from kg.pages.signs import Signs
from kg.pages.weights import begins, listed


def signs(own: list[Facts]) -> Signs:
    """What the rows of a post that are its own words show of its writer."""
    words = [w for f in own for w in f.words]
    per_word = 8 / (len(words) + 8)
    out = {
        "bias": 1.0,
        "i": per_word * sum(w in ME for w in words),
        "you": per_word * sum(w in YOU for w in words),
        "questions": min(3, sum(f.text.count("?") for f in own)) / 3,
    }
    seen = {
        "delta": any(f.delta for f in own),
        "marks": any(begins(f.words, "opener_marks", anywhere=True) for f in own),
        "thanks": not listed("thanks").isdisjoint(words),
        "asks": own[-1].end == "?",
        "brief": len(words) < 20,
        "short": 20 <= len(words) < 60,
        "long": len(words) > 150,
    }
    return out | {name: 1.0 for name, sign in seen.items() if sign}
