"""A term follows a term: opened and offered ahead, answered, settled on the eve, begun."""
