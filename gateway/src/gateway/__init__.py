"""The front door: one port for web and mobile clients.

It forwards what the route table names, to the service that serves it, unchanged in path and body.
It refuses what no service should see. It never says who somebody is: each service verifies the
token itself.
"""
