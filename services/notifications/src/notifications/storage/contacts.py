"""The customers we have something to tell."""

from dataclasses import asdict
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm.util import identity_key

from chassis.work import Work
from notifications.domain.contact import Contact
from notifications.storage.tables import contacts

_made = insert(contacts).values(
    asdict(Contact(customer_id=UUID(int=0))) | {"customer_id": bindparam("reached")}
)
# Makes the row or finds it, and holds it either way. Built once: that is most of its cost here.
_HELD: Final = _made.on_conflict_do_update(
    index_elements=[contacts.c.customer_id],
    set_={"customer_id": _made.excluded.customer_id},
).returning(*contacts.c)


class Contacts:
    """Every customer anybody spoke of."""

    def __init__(self, work: Work) -> None:
        self._session = work.session

    async def reach(self, customer_id: UUID) -> Contact:
        """The customer, held until this work ends; made on the spot when nobody spoke of them yet.

        Holding the row is what gives a customer's items their order, and what keeps a mail that
        waits for the file from missing the file's arrival.
        """
        mine: Contact | None = self._session.identity_map.get(identity_key(Contact, customer_id))
        if mine is not None:
            return mine  # a batch often has several facts about one customer
        # What this work has added can wait for its end: then it goes out in few statements.
        found = await self._session.scalars(
            select(Contact).from_statement(_HELD),
            {"reached": customer_id},
            execution_options={"autoflush": False},
        )
        contact: Contact = found.one()
        return contact
