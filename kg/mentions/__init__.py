"""How people point at works in a text: every mention with its span, its rule, and the work it means."""
