"""All SQL of notifications: whom we reach, what is on its way, what lies in whose inbox."""

from notifications.storage.contacts import Contacts
from notifications.storage.deliveries import Deliveries, Sought
from notifications.storage.items import Items
from notifications.storage.tables import metadata, start_mappers

__all__ = ["Contacts", "Deliveries", "Items", "Sought", "metadata", "start_mappers"]
