"""Cited works: their canonical ids, the ways people point at them, and the names that stand for them."""
