"""Reading mathematics that is said in English words."""
