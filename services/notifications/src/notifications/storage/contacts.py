"""The customers we have something to tell."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from chassis.work import Work
from notifications.domain.contact import Contact
from notifications.storage.tables import contacts


class Contacts:
    """Every customer anybody spoke of."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def reach(self, customer_id: UUID) -> Contact:
        """The customer, held until this work ends; made on the spot when nobody spoke of them yet.

        Holding the row is what gives a customer's items their order, and what keeps a mail that
        waits for the file from missing the file's arrival.
        """
        row = {"name": "", "time_zone": "UTC", "as_of": 0, "last_position": 0}
        statement = insert(Contact).values(customer_id=customer_id, **row)
        reaching = statement.on_conflict_do_update(
            index_elements=[contacts.c.customer_id],
            set_={"customer_id": statement.excluded.customer_id},
        ).returning(Contact)
        # What this work has added can wait for its end: then it goes out in few statements.
        found = await self._session.scalars(reaching, execution_options={"autoflush": False})
        contact: Contact = found.one()
        return contact
