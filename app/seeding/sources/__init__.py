"""Sources: the pages that references point to, their addresses, and which of them carry the same article."""
