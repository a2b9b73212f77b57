"""Queries that code composes by itself where it understands every word of a plain question."""
