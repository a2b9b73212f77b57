"""Queries that code composes by itself where it understands every word of a plain question.

``questions`` follows all readings from the first word to the last: ``heads`` read what is asked for, ``amounts`` the figures,
``filters`` the conditions, each with what ``speech`` says of single words; a reading that comes to the end is a ``draft``, which
``writer`` writes as a query. ``further`` reads follow-ups.
"""
