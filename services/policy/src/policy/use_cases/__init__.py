"""One file per verb: `ls` is the list of what the policy service can do."""
