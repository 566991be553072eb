"""Procedures: one file an answer that Cypher alone cannot give; the Cypher beside it says as much of it as it can.

A procedure is a module that offers
    answer(store, values) -> Table   the rows of the question, with the columns that its header names
A question names its procedure in the header: `// procedure: NAME`.
"""
