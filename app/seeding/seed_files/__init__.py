"""The files of a seeds folder: read within limits, YAML with the line of every value, and checked against their schemas."""
