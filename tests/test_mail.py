"""Mail: threads, who writes, what is quoted, and what of a message belongs to nobody's argument.

The fixtures were written for these tests in the shapes of RFC 5322 (messages), RFC 4155 (mbox), RFC 2045 to 2047
(parts and encoded words), RFC 3676 (the signature line) and of the archives and footers of mailing lists.
"""

from pathlib import Path

import pytest

import kg
from kg.discussion import Discussion, Post
from kg.errors import SourceError
from kg.readers import mail
from kg.reading.source import Source
from tests.talk import found_in

FIXTURES = Path(__file__).parent / "fixtures" / "mail"


def read(path: Path) -> list[Discussion]:
    source = Source(path, path.name, format="mail")
    assert mail.fits(source.head())
    return list(mail.read(source))


def message(words: str, tmp_path: Path, head: str = "") -> Discussion:
    """One message with this body, read."""
    path = tmp_path / "one.eml"
    path.write_text(f"From: Ana <ana@example.org>\nMessage-ID: <a@b>\n{head}\n{words}", encoding="utf-8")
    (discussion,) = read(path)
    return discussion


def quotes(post: Post) -> list[str]:
    return [(post.text or "")[q.start : q.end] for q in post.quotes]


def asides(post: Post) -> list[str]:
    return [(post.text or "")[a:b] for a, b in post.asides]


def test_messages_meet_in_threads() -> None:
    found = [(d.id, d.title, [(p.source_id, p.reply_to) for p in d.posts]) for d in read(FIXTURES / "list.mbox")]
    assert found == [
        (
            "mail:one@example.org",
            "Solar will do",
            [
                ("one@example.org", None),
                ("two@example.net", "mail:one@example.org"),
                ("three@example.com", "mail:two@example.net"),
            ],
        ),
        ("mail:four@example.com", "Wind, too", [("four@example.com", None)]),
        (
            "mail:gone-root@example.org",
            "An older thread",
            [
                ("five@example.org", "mail:gone-parent@example.org"),
                ("gone-parent@example.org", None),
                ("gone-root@example.org", None),
            ],
        ),
    ]


def test_a_speaker_is_an_address_and_shows_a_name() -> None:
    posts = [post for d in read(FIXTURES / "list.mbox") for post in d.posts]
    assert [(p.speaker.id, p.speaker.name) for p in posts if p.speaker] == [
        ("mail:mira@example.org", "Mira Osei"),
        ("mail:jo@example.net", "Jo Lind"),
        ("mail:cy@example.com", "Cy Müller"),
        ("mail:dee@example.com", "dee"),
        ("mail:mira@example.org", "Mira Osei"),
    ]


def test_no_picture_shows_an_address() -> None:
    records = kg.extract(str(FIXTURES / "list.mbox"))
    captions = [str(r.properties["caption"]) for r in records if hasattr(r, "label") and r.label == "Speaker"]
    assert captions
    assert not [caption for caption in captions if "@" in caption]


def test_times_are_told_in_one_form_and_odd_ones_stay() -> None:
    posts = [post for d in read(FIXTURES / "list.mbox") for post in d.posts if post.text]
    assert [post.posted for post in posts] == [
        "2024-05-01T10:00:00Z",
        "2024-05-01T11:00:00Z",
        "2024-05-03T09:30:00Z",
        "2024-05-04T08:00:00Z",
        "not a date",
    ]


def test_quotes_are_told_by_depth_and_name_the_message_they_come_from() -> None:
    third = read(FIXTURES / "list.mbox")[0].posts[2]
    assert [(text, q.post) for text, q in zip(quotes(third), third.quotes, strict=True)] == [
        ("> > Solar power is the cheapest source of power that we have ever built.", "mail:one@example.org"),
        ("> That leaves out the cost of storage, which nobody has solved.", "mail:two@example.net"),
    ]


def test_attributions_signatures_and_footers_are_asides() -> None:
    first, second, third = read(FIXTURES / "list.mbox")[0].posts
    assert asides(first) == ["-- \nMira Osei\nDepartment of Energy and Other Matters"]
    assert [text.partition("\n")[0] for text in asides(second)] == ["On Wed, 1 May 2024 at 12:00, Mira Osei", "_" * 47]
    assert asides(third) == [
        "Jo Lind writes:\n> On Wed, 1 May 2024, Mira Osei wrote:",
        "Sent from my telephone",
    ]


def test_claims_are_the_writers_own_words() -> None:
    discussion = read(FIXTURES / "list.mbox")[0]
    found = found_in(discussion)
    assert [[c.text for c in found.claims[p.id] if not c.foreign] for p in discussion.posts] == [
        [
            "Solar power is the cheapest source of power that we have ever built.",
            "From the first panel on, the price fell by a tenth each year in Zürich.",
        ],
        ["That leaves out the cost of storage, which nobody has solved."],
        ["Batteries halved in price since 2020, so somebody did."],
    ]


def test_a_copied_message_without_marks_is_a_quote() -> None:
    post = read(FIXTURES / "list.mbox")[2].posts[0]
    assert asides(post)[0].startswith("-----Original Message-----\nFrom: Ed")
    assert quotes(post) == ["Hydro power drowns whole valleys."]


def test_html_alone_is_read_as_text_with_its_links() -> None:
    (discussion,) = read(FIXTURES / "page.eml")
    post = discussion.posts[0]
    assert discussion.id == "mail:one@example.org"
    assert post.reply_to == "mail:three@example.com"
    assert (post.text or "").startswith("The price report says otherwise.")
    assert [link.url for link in post.links] == ["https://example.org/report"]
    assert quotes(post) == ["> Batteries halved in price since 2020, so somebody did."]
    assert asides(post) == ["On Fri, 3 May 2024 Cy wrote:"]


def test_attachments_stay_closed_and_are_counted() -> None:
    discussion = read(FIXTURES / "list.mbox")[0]
    assert discussion.skipped == {"attachment": 1}
    assert "not a PDF" not in "".join(post.text or "" for post in discussion.posts)


@pytest.mark.parametrize(
    ("words", "aside"),
    [
        ("It rains.\n--\nAna\nSomewhere", ["--\nAna\nSomewhere"]),
        ("It rains.\n--\n" + "And it rained the whole night on.\n" * 9, []),
        ("It rains.\n\n" + "_" * 40 + "\nIt rains on.", []),
        ("As Kant wrote:\nit rains.", []),
        ("It rains.\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----", None),
        (
            "Am 3. Mai 2024 um 10:00 schrieb Bo <b@c>:\n> Es regnet.\n\nNein.",
            ["Am 3. Mai 2024 um 10:00 schrieb Bo <b@c>:"],
        ),
    ],
)
def test_only_what_looks_like_one_is_an_aside(words: str, aside: list[str] | None, tmp_path: Path) -> None:
    post = message(words, tmp_path).posts[0]
    assert asides(post) == ([words.partition("\n")[2]] if aside is None else aside)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Ana Li <ANA@example.org>", ("mail:ana@example.org", "Ana Li")),
        ("ana@example.org", ("mail:ana@example.org", "ana")),
        ('"ana@example.org" <ana@example.org>', ("mail:ana@example.org", "ana")),
        ("Ana Li via Energy <energy@lists.example.org>", ("mail:energy@lists.example.org/ana-li", "Ana Li")),
        ("Ana Li", ("mail:ana", "ana")),
        ("=?broken?q?x", None),
        ("", None),
    ],
)
def test_who_wrote_it_is_told_by_the_from_field(written: str, told: tuple[str, str] | None, tmp_path: Path) -> None:
    path = tmp_path / "one.eml"
    path.write_text(f"From: {written}\nDate: x\nMessage-ID: <a@b>\n\nWords.", encoding="utf-8")
    (discussion,) = mail.read(Source(path, path.name, format="mail"))
    speaker = discussion.posts[0].speaker
    if told:
        assert speaker is not None
        assert (speaker.id, speaker.name) == told


def test_characters_that_the_encoding_lacks_are_replaced_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "one.eml"
    path.write_bytes(b"From: a@b.c\nDate: x\nContent-Type: text/plain; charset=utf-8\n\nCaf\xe9 and words.")
    (discussion,) = read(path)
    assert discussion.posts[0].text == "Caf\ufffd and words."
    assert discussion.skipped == {"message with characters that its encoding does not know": 1}


@pytest.mark.parametrize(
    "head",
    ["Ana: one\n\nBo: two\n", "From here on it rains 2024\n\nwords", "Subject: my day\n\nIt was good.", "From: a note"],
)
def test_other_text_is_no_mail(head: str) -> None:
    assert not mail.fits(head)


def test_a_file_without_messages_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.mbox"
    path.write_text("words\n")
    with pytest.raises(SourceError, match="no message in it with header fields such as From and Date"):
        list(mail.read(Source(path, path.name, format="mail")))
