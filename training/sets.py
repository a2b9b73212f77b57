"""The sets that the held-out cases are parted into, by who has read them."""

FIRST, DEV, LATER, FRESH = "first set", "dev set", "later set", "fresh"
SETS = (FIRST, DEV, LATER, FRESH)
"""Read while rules were written; there to be read; measured once before any rule saw it, and read since; unseen."""
