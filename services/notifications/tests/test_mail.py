"""A mail as it crosses the wire: whoever writes what, headers are ours."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from notifications.examples import DELIVERY, NOW, a_delivery
from notifications.post import Mail
from notifications.use_cases.send_mail import mail_of

SENDER = "Yinbao <service@yinbao.example>"
HEADERS = [
    "Content-Type",
    "MIME-Version",
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Content-Language",
    "Auto-Submitted",
]
ANYTHING = st.text(max_size=200)


def a_mail() -> Mail:
    return mail_of(a_delivery())


def parsed(mail: Mail) -> EmailMessage:
    message = message_from_bytes(mail.as_bytes(sender=SENDER), policy=default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content


def test_a_mail_says_who_whom_what_and_when() -> None:
    message = parsed(a_mail())

    assert message["From"] == SENDER
    assert message["To"] == "María Núñez <maria@example.com>"
    assert message["Subject"] == "Hola"
    assert message["Date"].datetime == NOW
    assert message["Content-Language"] == "es"
    assert message["Auto-Submitted"] == "auto-generated"
    assert body(message, "plain") == "Hola, María."
    assert body(message, "html") == "<p>Hola, María.</p>"


def test_the_same_delivery_always_has_the_same_message_id() -> None:
    once, again = parsed(a_mail()), parsed(a_mail())

    assert once["Message-ID"] == again["Message-ID"] == f"<{DELIVERY}@mail.yinbao.example>"


@given(name=ANYTHING, subject=ANYTHING, language=st.sampled_from(["es", "zh", "en"]))
def test_no_name_and_no_subject_adds_a_header(name: str, subject: str, language: str) -> None:
    mail = replace(a_mail(), name=name, subject=subject, language=language)

    message = parsed(mail)

    assert message.keys() == HEADERS
    assert [to.addr_spec for to in message["To"].addresses] == ["maria@example.com"]


@given(
    text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=400),
    number=st.uuids(),
)
def test_no_words_break_the_parts_apart(text: str, number: UUID) -> None:
    mail = replace(a_mail(), id=number, text=text, html=f"--=_{number.hex}--\n{text}")

    message = parsed(mail)

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert body(message, "plain").rstrip() == text.rstrip()


def test_lines_are_short_and_end_as_smtp_wants() -> None:
    mail = replace(a_mail(), text="palabra " * 500, subject="asunto " * 50)

    written = mail.as_bytes(sender=SENDER)

    assert b"\n" not in written.replace(b"\r\n", b"")
    assert max(len(line) for line in written.split(b"\r\n")) <= 78
