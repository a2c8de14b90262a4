"""A package, so that what has its scope ends with its tests."""
