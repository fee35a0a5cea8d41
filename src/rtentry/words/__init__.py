"""
Listings of ``keyword value`` lines, as ip(8) prints them, from tables.

    attribute  one attribute of a line is a row of a table: read and written by it
    pairs      the same attributes as members of a JSON object
    grammar    one kind of line: its tables, and what its listings do in their own way
    reader     reads a listing row by row
    lines      the Form of a listing of lines
    array      the Form of a JSON array

Pure: no I/O and no clock.
"""
