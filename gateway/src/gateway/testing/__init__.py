"""What tests of a proxy stand on: real servers on loopback, scripted ones, and raw clients."""
