"""A query stands without parameters: what is written into it means the same, and breaks out of nothing."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kg.errors import QueryError
from kg.questions import literals, queries
from kg.questions.queries import Query
from tests.asked import cats
from tests.graphs import Place, cell, opened
from tests.test_queries import comparable

VALUES: list[Any] = [
    None, True, False, 0, 7, -3, 0.3, -0.5, 1e-9, 2.5e20, "", "Ann", "O'Hara", "it's \\' over", "\\", '"', "`", "$who",
    "// no comment", "/* nor */ this", "a\nb\r\tc", "\u2028\u00a0\x00\x7f", "naïve 论文 🙂 x→y", "') RETURN 1 //", "%26&#;",
    "\\u0041", "\\u0027", "\\\\u0027", "\\\\\\u0027 x",
    [1, "two", None], [],
]  # fmt: skip


def test_a_value_written_into_a_query_is_what_a_parameter_would_be(place: Place) -> None:
    with closing(place.open()) as store:
        store.load(cats())
        for value in VALUES:
            assert cell(store, f"RETURN {literals.literal(value)} AS value") == value, literals.literal(value)
            assert cell(store, literals.filled("RETURN $a AS value", {"a": value})) == value


@pytest.mark.parametrize(
    "place", ["embedded", pytest.param("neo4j", marks=[pytest.mark.neo4j, pytest.mark.long])], indirect=True
)
def test_each_question_stands_without_parameters(place: Place, tmp_path: Path) -> None:
    who = queries.get("speaker_claims")
    asked: list[tuple[Query, dict[str, Any]]] = [(queries.get(name), {}) for name in queries.names()]
    asked += [(who, {"speaker": "ANN", "limit": 2}), (who, {"speaker": "O'Hara'}) RETURN 1 //"})]
    with closing(place.open()) as store, closing(opened(str(tmp_path / "plain.kgl"))) as plain:
        store.load(cats())
        plain.load(cats())
        for query, given in asked:
            with_parameters = plain.run(query.text, queries.values(query, given))
            assert comparable(store.run(queries.standalone(query, given), {})) == comparable(with_parameters), (
                query.name
            )


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("WHERE x = $a AND y = $ab", "WHERE x = 'v' AND y = 2"),
        ("RETURN $`a`", "RETURN 'v'"),
        ("RETURN '$a \\' $a', \"$a\", `$a` // $a\n, $a /* $a\n */", "RETURN '$a \\' $a', \"$a\", `$a` // $a\n, 'v' /* $a\n */"),
        ("LIMIT $ab", "LIMIT 2"),
    ],
)  # fmt: skip
def test_only_parameters_are_filled_in(text: str, made: str) -> None:
    assert literals.filled(text, {"a": "v", "ab": 2}) == made


@pytest.mark.parametrize("value", [float("inf"), float("nan"), {"a": 1}])
def test_what_cypher_cannot_write_is_refused(value: Any) -> None:
    with pytest.raises(QueryError, match="cannot be written in Cypher"):
        literals.literal(value)


def test_a_parameter_without_a_value_is_refused() -> None:
    with pytest.raises(QueryError, match=r"\$who"):
        literals.filled("RETURN $who", {})
    with pytest.raises(QueryError, match="no parameter --speakr"):
        queries.standalone(queries.get("speaker_claims"), {"speakr": "Ann"})
