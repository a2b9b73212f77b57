"""What a question says of the rows that it asks for, and of rows that belong to them."""
