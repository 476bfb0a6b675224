"""The wire to the endpoint: only to the one address that is allowed, within the turn's time, and never more bytes than a
question and its answer can be. It stands under the client, so that no library above it can reach past it."""

from collections.abc import Callable, Iterator
from urllib.request import getproxies, proxy_bypass

import httpx2

from bot.agents import meter
from bot.agents.openai import bounds
from bot.agents.openai.connection import Connection
from bot.agents.openai.deadline import left
from bot.agents.openai.failures import LoopError, SlowError, TooMuchError, UnreachableError


def guarded_client(connection: Connection) -> httpx2.Client:
    """An HTTP client for this connection alone. Proxies of the environment are used for what is not this machine."""
    address = httpx2.URL(connection.base_url)
    inner = httpx2.HTTPTransport(proxy=_proxy(address), retries=0)
    return httpx2.Client(transport=_Guard(inner, address, connection.seconds), follow_redirects=False, trust_env=False)


def _proxy(address: httpx2.URL) -> str | None:
    if address.scheme != "https" or proxy_bypass(address.host):
        return None
    return getproxies().get("https")


class _Guard(httpx2.BaseTransport):
    def __init__(self, inner: httpx2.BaseTransport, address: httpx2.URL, seconds: float) -> None:
        self._inner = inner
        self._address = address
        self._seconds = seconds

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        self._check_address(request.url)
        use = meter.current()
        if use.requests >= bounds.REQUESTS:
            raise LoopError
        size = len(request.content)
        if size > bounds.ANY_REQUEST:
            raise TooMuchError
        use.requests += 1
        use.bytes_sent += size
        remaining = left(self._seconds)
        request.extensions["timeout"] = {
            "connect": min(bounds.CONNECT, remaining),
            "read": min(bounds.SILENCE, remaining),
            "write": min(bounds.SILENCE, remaining),
            "pool": min(bounds.CONNECT, remaining),
        }
        response = self._inner.handle_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            response.close()
            raise TooMuchError  # asked for none; unpacked it could be of any size
        if not isinstance(response.stream, httpx2.SyncByteStream):
            raise UnreachableError
        return httpx2.Response(
            status_code=response.status_code,
            headers=response.headers,
            stream=_Measured(response.stream, lambda: left(self._seconds)),
            extensions=response.extensions,
        )

    def _check_address(self, url: httpx2.URL) -> None:
        allowed = self._address
        same = (url.scheme, url.host, url.port) == (allowed.scheme, allowed.host, allowed.port)
        if not same or not url.path.startswith(f"{allowed.path.rstrip('/')}/"):
            raise UnreachableError

    def close(self) -> None:
        self._inner.close()


class _Measured(httpx2.SyncByteStream):
    """A response's bytes, as long as there is time for them and as many as an answer can have."""

    def __init__(self, stream: httpx2.SyncByteStream, remaining: Callable[[], float]) -> None:
        self._stream = stream
        self._remaining = remaining

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for part in self._stream:
            size += len(part)
            if size > bounds.RESPONSE:
                raise TooMuchError
            if self._remaining() <= 0:
                raise SlowError
            yield part

    def close(self) -> None:
        self._stream.close()
