"""Relations between entities, as the documents state them."""
