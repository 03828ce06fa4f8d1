"""One file per verb: `ls` is the list of what the claims service can do."""
