"""`python -m chassis.cli` is `yinbao`."""

from chassis.cli import main

main()
