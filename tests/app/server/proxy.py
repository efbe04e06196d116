"""A small proxy that shows the workshop under a path of its own, as nginx or a council's gateway would."""

from __future__ import annotations

import asyncio
import threading


class Proxy:
    """Takes ``prefix`` off every path and says where a visitor comes from; everything else is handed on as it is."""

    def __init__(self, prefix: str) -> None:
        self.prefix, self.target, self.port = prefix, 0, 0  # the target is the port of the server, once it is known
        self._ready, self._end = threading.Event(), asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="proxy")
        self._thread.start()
        self._ready.wait()

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join()

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._end.wait()
        server.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.prefix}"

    async def _serve(self, visitor: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        try:
            head = (await visitor.readuntil(b"\r\n\r\n")).decode("latin-1")
            line, _, headers = head.partition("\r\n")
            if not line.split(" ")[1].startswith(f"{self.prefix}/"):
                back.write(b"HTTP/1.1 418 Not mine\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                return
            line = line.replace(self.prefix, "", 1)
            if "upgrade:" not in headers.lower():  # one request for each connection
                headers = f"Connection: close\r\n{headers.replace('Connection: keep-alive', 'X-Was: kept')}"
            answer, server = await asyncio.open_connection("127.0.0.1", self.target)
            server.write(f"{line}\r\nX-Forwarded-For: 192.0.2.44\r\n{headers}".encode("latin-1"))
            await asyncio.gather(_hand_on(visitor, server), _hand_on(answer, back))
        except (asyncio.IncompleteReadError, ConnectionError, OSError):
            pass
        finally:
            back.close()


async def _hand_on(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
    finally:
        sink.close()
