"""Views: one file a kind of page.

A view is a module that offers
    draw(scene) -> str  one HTML page that needs no network; the same kg.scene.Scene gives the same page to the byte
All texts in a scene are hostile: they are set as text, never as markup.
"""
