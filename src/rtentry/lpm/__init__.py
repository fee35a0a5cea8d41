"""
Longest-prefix match: which of many prefixes an address belongs to.

``plain`` is slow and obvious, and the oracle of every faster engine.  ``index`` is for
tables of any size, its prefixes in order in ``rows``, its addresses found by a ``trie``.
Both do, for prefixes of both IP versions (zones are not part of the key):

    insert(prefix, value)       put a value, in place of what is there
    delete(prefix)              take it out; KeyError if there is none
    exact(prefix)               the value at just this prefix, or ``None``
    match(prefix)               that of the longest prefix which covers it, or ``None``
    covering(prefix)            (prefix, value) of all that cover it, longest first
    matches(prefix)             their values
    covered(prefix)             (prefix, value) of all that it covers, in order
    items(after=None)           (prefix, value) of all in order, or those behind one
    len()                       how many there are

And an index, by arrays as well as one by one, with every change seen at once:

    Index(items), load(items)   many prefixes, in any order; of two alike the later one
    load_frame(frame, ...)      those of a frame
    get(address)                the value for an address: text, octets or a number
    match_many(addresses)       a slot for each address of an array of numpy or Arrow
    values[slot]                its value; slot 0 = ``None``, no prefix covers it
"""
