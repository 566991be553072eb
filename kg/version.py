"""The version of kg, as pyproject.toml says it."""

VERSION = "0.1.0"
