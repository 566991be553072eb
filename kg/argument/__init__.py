"""From words to arguments: where claims begin and end, of what kind they are, what they answer and how."""
