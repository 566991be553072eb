"""The commands: one module each, its file name is the word the user types, its docstring is the help.

A command offers `command`, a click command made with `help=__doc__`. It parses, calls the face and prints;
what it imports beside `click` and the face it imports when it runs, so that `kg --help` stays quick.
A command may return the exit status: 0 done, 1 a finding.
"""
