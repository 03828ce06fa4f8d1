"""Finding the sentences of our wordings that answer a question. Nothing is made up: only quoted."""
