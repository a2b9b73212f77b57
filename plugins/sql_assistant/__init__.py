"""Questions in plain words, answered from a SQLite database: a model writes the query, the database checks and runs it read-only."""
