"""Readers: one file a source format.

A reader is a module that offers
    SUFFIXES  the file endings it may read, lower case, with the dot
    fits(head) -> bool  whether the first 64 KiB, as text, look like the format
    read(source) -> Iterator[Discussion]  the discussions in it, as a stream
and, where it applies,
    PARTS        names of files that belong to another one and are read with it
    FOLDERS      names of folders whose files it may read whatever their ending
    LAST_RESORT  True where it takes any text, so that the readers that know a format are asked before it
These names stand before the first function, as literals: a reader is imported only where it may be the one.
A reader changes no word of what it reads and raises SourceError for what it cannot read.
"""
