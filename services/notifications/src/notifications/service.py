"""The notifications service, assembled."""

from chassis.service import Service
from notifications.loops import MailSettings, background
from notifications.reactions import on
from notifications.routes import routes
from notifications.storage import metadata, start_mappers

notifications = Service(
    name="notifications",
    title="Notifications",
    routes=routes,
    reactions=on,
    metadata=metadata,
    start_mappers=start_mappers,
    background=background,
    settings_type=MailSettings,
)
