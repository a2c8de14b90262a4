"""What curators wrote about each sentence, checked against the text: figures, entities, relations, and the ledger of numbers."""
