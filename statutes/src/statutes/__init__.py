"""What the law promises, as data: time limits, calendars, clocks and late interest."""
