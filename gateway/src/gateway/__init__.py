"""The front door: one port for web and mobile clients."""
