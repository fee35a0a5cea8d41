"""
Faces of other packages: their names, arguments, answers and errors, on our engines.

    rtentry.compat.pytricia     PyTricia
    rtentry.compat.radix        Radix          py-radix
    rtentry.compat.subnettree   SubnetTree     pysubnettree

A program that uses one of them changes its import and nothing else.  What is not the
same, because the original crashes there or answers nonsense, is in docs/compat.md.
"""
