"""The registry that every table of policy hangs on."""

from chassis.database import new_metadata

metadata = new_metadata()
