"""The register of what policy does when others speak and when its own alarms ring."""

from chassis.reactions import Reactions

on = Reactions()
