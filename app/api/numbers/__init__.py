"""The ledger of all numbers of the documents."""
