"""What a question asks to see: rows, columns, people, the first of an order; and what stands beside and behind it."""
