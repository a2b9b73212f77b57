"""What words of a question mean in a schema: tables, columns, values, names of rows, keys, times, units."""
