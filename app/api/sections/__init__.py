"""The documents, heading by heading."""
