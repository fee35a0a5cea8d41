"""
Forms from data: rows under headings, sentences, and how each stood where it was read.

A dialect says what its tool prints; the modules here read it and write it.  They know
records by the columns they are given, and no system by name.  Pure.
"""
