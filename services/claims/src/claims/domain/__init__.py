"""What the claims service decides: are we covered, what do we pay, what must a person decide."""
