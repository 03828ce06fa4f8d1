"""What policy does when other services speak: nothing. It sells and writes down; others listen."""

from chassis.reactions import Reactions

on = Reactions()
