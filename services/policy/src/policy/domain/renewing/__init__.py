"""How a term follows a term: what the next one costs and why, who is told, what silence means."""
