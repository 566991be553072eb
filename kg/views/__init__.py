"""Views: one file a kind of page.

A view is a module that offers
    draw(graph, title, about) -> str  one HTML page that needs no network
where `graph` is a kg.graph.Graph, `title` the question and `about` a sentence on how to read the picture.
All texts in the graph are hostile: they are set as text, never as markup.
"""
