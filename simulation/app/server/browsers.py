"""How browsers are told apart: by a cookie that only this server can make, and that tells nothing of anybody."""

from __future__ import annotations

import hashlib
import hmac
import os
import uuid
from collections.abc import Mapping

from simulation.app import limits


class Browsers:
    """Makes and knows the cookies of one server, until it ends.

    Parameters
    ----------
    port : in the cookie's name, so that two servers of one machine do not take each other's place.
    prefix : the path that the cookie is for.
    secure : whether it goes by https alone.
    """

    def __init__(self, port: int, prefix: str, secure: bool) -> None:
        self.name = f"workshop-{port}"
        self._where = f"Path={prefix or '/'}; Max-Age={limits.COOKIE_SECONDS}; HttpOnly; SameSite=Lax"
        self._where += "; Secure" if secure else ""
        self._key = os.urandom(32)

    def new(self) -> str:
        """The value of a cookie for a browser that has none."""
        number = uuid.uuid4().hex
        return f"{number}.{self._mark(number)}"

    def known(self, cookies: Mapping[str, str]) -> str:
        """The value among the cookies of a request; empty if we made none of them."""
        value = cookies.get(self.name, "")
        number, _, mark = value.partition(".")
        return value if hmac.compare_digest(mark.encode(), self._mark(number).encode()) else ""

    def header(self, value: str) -> str:
        """What hands the cookie to a browser."""
        return f"{self.name}={value}; {self._where}"

    def _mark(self, number: str) -> str:
        return hmac.new(self._key, number.encode(), hashlib.sha256).hexdigest()
