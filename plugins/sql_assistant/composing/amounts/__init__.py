"""Figures: counts, sums, averages and money, of all rows or of each kind, and who has the most of them."""
