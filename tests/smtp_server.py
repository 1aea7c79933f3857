"""Mail servers for tests: one that requires a login and can misbehave, and a silent one."""

import email
import email.policy
import socket
import threading
from contextlib import suppress
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from tests.browser.server import free_port

USER, PASSWORD = "summit", "only-for-tests"


class SmtpServer:
    """Keep what it accepts in `letters`; the next messages get `answers` instead.

    An answer is an SMTP reply such as "451 try later", sent after the recipient (`at` "RCPT") or
    after the text ("DATA").
    """

    def __init__(self, port: int | None = None, *, smtputf8: bool = True):
        self.port = port or free_port()
        self.smtputf8 = smtputf8  # whether it announces support for ñ in an address
        self.letters: list[EmailMessage] = []
        self.answers: list[tuple[str, str]] = []
        self.logins: list[bool] = []
        self.controller: Controller | None = None

    def __enter__(self) -> "SmtpServer":
        self.start()
        return self

    def __exit__(self, *_error) -> None:
        self.stop()

    def start(self) -> None:
        """Start listening; do nothing if it is listening already."""
        if self.controller is not None:
            return
        self.controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            enable_SMTPUTF8=self.smtputf8,
            auth_required=True,
            auth_require_tls=False,
            authenticator=self._authenticate,
        )
        self.controller.start()

    def stop(self) -> None:
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def options(self, password: str = PASSWORD) -> dict:
        """Return the setting MAILERS for this server."""
        return {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {
                    "host": "127.0.0.1",
                    "port": self.port,
                    "username": USER,
                    "password": password,
                    "timeout": 5,
                },
            }
        }

    @property
    def url(self) -> str:
        """Return the environment variable EMAIL_URL for this server."""
        return f"smtp://{USER}:{PASSWORD}@127.0.0.1:{self.port}"

    def to(self, address: str) -> list[EmailMessage]:
        return [letter for letter in self.letters if letter["X-RcptTo"] == address]

    # ------------------------------------------------------------ called by aiosmtpd
    def _authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        good = (
            isinstance(data, LoginPassword)
            and data.login.decode() == USER
            and data.password.decode() == PASSWORD
        )
        self.logins.append(good)
        return AuthResult(success=good, handled=False)

    def _answer(self, at: str) -> str | None:
        if self.answers and self.answers[0][0] == at:
            return self.answers.pop(0)[1]
        return None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if answer := self._answer("RCPT"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if answer := self._answer("DATA"):
            return answer
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        letter["X-RcptTo"] = ", ".join(envelope.rcpt_tos)
        self.letters.append(letter)
        return "250 OK"


class Hanging:
    """A server that accepts every connection and never answers, as a broken one does."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.connections: list[socket.socket] = []

    def __enter__(self) -> "Hanging":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_error) -> None:
        self.socket.close()
        for connection in self.connections:
            connection.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                self.connections.append(self.socket.accept()[0])

    def hangs(self) -> bool:
        """Return whether the first client is still waiting for an answer."""
        first = self.connections[0]
        first.setblocking(False)
        try:
            return first.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True

    @property
    def url(self) -> str:
        """Return the environment variable EMAIL_URL for this server."""
        return f"smtp://{USER}:{PASSWORD}@127.0.0.1:{self.port}"

    def options(self, timeout: float) -> dict:
        """Return the setting MAILERS for this server; clients give up after `timeout` seconds."""
        return {
            "default": {
                "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
                "OPTIONS": {"host": "127.0.0.1", "port": self.port, "timeout": timeout},
            }
        }
