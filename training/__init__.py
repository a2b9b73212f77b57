"""Everything that makes the starter model: generated text, tokenizer, model, training, export and measurement."""
