"""E-mail over SMTP (RFC 5321): smtps:// from the first byte, smtp:// with STARTTLS, in clear only to this machine.

Nothing in SMTP lets a letter be sent twice and taken once. So the steps are taken one by one: a line that breaks
before the letter's last byte has left nothing behind; one that breaks after it, before the answer, is not known.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from ipaddress import ip_address
from urllib.parse import parse_qs, unquote, urlsplit

from motcua.notify.choices import Trouble
from motcua.notify.gateways.base import CutOff, Letter, NotSent, Report

SECONDS = 20.0
PORTS = {"smtp": 587, "smtps": 465}
READY, DONE = 354, 250


def is_this_machine(host: str) -> bool:
    """Tell whether a host is this machine itself, so that nobody listens on the way."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Smtp:
    """`smtp[s]://user:{password}@host:port?tls=none&ca=/path/of/certificates.pem`; `sender`: "Name <address>"."""

    knows_keys = False

    def __init__(self, address: str, *, sender: str) -> None:
        parts = urlsplit(address)
        given = parse_qs(parts.query)
        if parts.scheme not in PORTS or not parts.hostname or set(given) - {"tls", "ca"}:
            raise ValueError("MOTCUA_SMTP is smtp://user:{password}@host:port or smtps://…")
        self.scheme, self.host, self.port = parts.scheme, parts.hostname, parts.port or PORTS[parts.scheme]
        self.user, self.password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (self.user + self.password).isascii():
            raise ValueError("MOTCUA_SMTP: user and password in ASCII only")
        self.clear = given.get("tls") == ["none"]
        if self.clear and not is_this_machine(self.host):
            raise ValueError("MOTCUA_SMTP: without TLS to this machine only")
        self.authorities = given.get("ca", [None])[0]
        self.name, self.sender = parseaddr(sender)
        if "@" not in self.sender:
            raise ValueError("MOTCUA_MAIL_FROM is missing: Name <address>")

    def send(self, letter: Letter) -> str:
        """Hand the letter to the mail server; returns its Message-ID. Raises NotSent, CutOff."""
        text, name = self._written(letter)
        with self._line() as line:
            self._envelope(line, letter)
            self._content(line, text)
            with suppress(OSError, smtplib.SMTPException):
                line.quit()
        return name

    def ask(self, key: str) -> Report | None:
        """A mail server cannot be asked."""
        raise NotSent(Trouble.UNREACHABLE)

    def _written(self, letter: Letter) -> tuple[bytes, str]:
        name = f"<{letter.key}@{self.sender.rpartition('@')[2]}>"  # the same in every attempt: readers know it again
        mail = EmailMessage(policy=SMTP)
        try:
            mail["From"] = Address(self.name, addr_spec=self.sender)
            mail["To"] = Address(addr_spec=letter.to)
            mail["Subject"], mail["Message-ID"] = letter.subject, name
            mail["Date"] = format_datetime(letter.at)
            mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answers it
            mail.set_content(letter.body)
            if (file := letter.attached) is not None:
                main, _, sub = file.media_type.partition("/")
                mail.add_attachment(file.content, maintype=main, subtype=sub, filename=file.name)
        except (ValueError, IndexError, MessageError) as error:
            raise NotSent(Trouble.REFUSED, "bad address or header", for_good=True) from error
        return mail.as_bytes(), name

    @contextmanager
    def _line(self) -> Iterator[smtplib.SMTP]:
        """Open the line; whatever breaks before the letter's content has left nothing behind."""
        line = None
        try:
            line = self._opened()
            yield line
        except smtplib.SMTPAuthenticationError as error:
            raise NotSent(Trouble.NOT_LET_IN, _told(error.smtp_error)) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NotSent(Trouble.NOT_LET_IN, str(error)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise NotSent(Trouble.UNREACHABLE, f"{type(error).__name__}: {error}") from error
        finally:
            if line is not None:
                line.close()

    def _opened(self) -> smtplib.SMTP:
        line: smtplib.SMTP
        here = self.sender.rpartition("@")[2]  # who we say we are: no name is looked up for it
        if self.scheme == "smtps":
            line = smtplib.SMTP_SSL(self.host, self.port, here, timeout=SECONDS, context=self._trust())
        else:
            line = smtplib.SMTP(self.host, self.port, here, timeout=SECONDS)
        try:
            line.ehlo_or_helo_if_needed()
            if self.scheme == "smtp" and not self.clear:
                line.starttls(context=self._trust())  # raises where it is not offered: never in clear
                line.ehlo()
            if self.user:
                line.login(self.user, self.password)
        except BaseException:
            line.close()
            raise
        return line

    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authorities)

    def _envelope(self, line: smtplib.SMTP, letter: Letter) -> None:
        code, said = line.mail(self.sender)
        if code != DONE:
            raise NotSent(Trouble.NOT_LET_IN, _told(said))
        code, said = line.rcpt(letter.to)
        if code not in (DONE, 251):
            raise _refused(code, said)
        code, said = line.docmd("DATA")
        if code != READY:
            raise _refused(code, said)

    def _content(self, line: smtplib.SMTP, text: bytes) -> None:
        """Send the letter and hear whether it was taken; from here on a break means not knowing."""
        lines = text.replace(b"\r\n.", b"\r\n..")
        try:
            line.send((b"." + lines if lines.startswith(b".") else lines).removesuffix(b"\r\n") + b"\r\n.\r\n")
            code, said = line.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise CutOff(type(error).__name__) from error
        if code != DONE:
            raise _refused(code, said)


def _refused(code: int, said: bytes) -> NotSent:
    """4xx: not now; 5xx: never (RFC 5321, 4.2.1); anything else is no SMTP."""
    if 500 <= code <= 599:
        return NotSent(Trouble.REFUSED, f"{code} {_told(said)}", for_good=True)
    return NotSent(Trouble.NOT_NOW, f"{code} {_told(said)}")


def _told(said: bytes | str) -> str:
    return (said.decode(errors="replace") if isinstance(said, bytes) else said)[:300]
