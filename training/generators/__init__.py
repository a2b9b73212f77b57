"""Generators of question and answer pairs, one module per tool."""
