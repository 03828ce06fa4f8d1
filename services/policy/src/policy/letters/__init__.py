"""What we give customers on paper: facts in their language, set as PDF by one template."""

from policy.letters.credit_note import credit_note_sheet
from policy.letters.ending import CREDITED_FOR, Reckoning, ending_sheet
from policy.letters.endorsement import endorsement_sheet
from policy.letters.first_invoice import first_invoice_sheet
from policy.letters.invoice import invoice_sheet
from policy.letters.life import Life
from policy.letters.names import Inside, Names, Usual
from policy.letters.notice import notice_sheet
from policy.letters.press import NotPrinted, Press
from policy.letters.renewal import renewal_sheet
from policy.letters.schedule import schedule_sheet
from policy.letters.sheet import Sheet
from policy.letters.speech import Speech

__all__ = [
    "CREDITED_FOR",
    "Inside",
    "Life",
    "Names",
    "NotPrinted",
    "Press",
    "Reckoning",
    "Sheet",
    "Speech",
    "Usual",
    "credit_note_sheet",
    "ending_sheet",
    "endorsement_sheet",
    "first_invoice_sheet",
    "invoice_sheet",
    "notice_sheet",
    "renewal_sheet",
    "schedule_sheet",
]
