"""Extractors: one file a kind of thing found.

An extractor is a module that offers
    NEEDS  the names of the extractors whose findings it builds on
    extract(discussion, found) -> Iterator[Finding]  what it finds; it yields and stores nothing
An extractor needs the words and nothing else; what needs a model, a network or money is asked for by name and lives in
`kg/models`. Every span it yields holds the exact words: `post.text[start:end]`.
"""
