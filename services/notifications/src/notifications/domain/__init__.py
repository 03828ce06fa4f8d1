"""Whom we tell what, when and how often we try. Pure: no table, no clock, no framework."""
