"""Exports: one file a format to hand on.

An export is a module that offers
    SUFFIXES  the file endings it writes when no name is given
    write(records, path)  the records of a graph, written to one file, the same bytes for the same records
"""
