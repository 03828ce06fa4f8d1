"""What a complaint is and may become. Pure: no table, no clock, no framework."""
