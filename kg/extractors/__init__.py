"""Extractors: one file a kind of thing found.

An extractor is a module that offers
    NEEDS  the names of the extractors whose findings it builds on
    extract(discussion, found) -> Iterator[Finding]  what it finds; it yields and stores nothing
Every span it yields holds the exact words: `post.text[start:end]`.
"""
