"""Documentation for people and for language models, as pages."""
