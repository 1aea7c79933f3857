"""Cache in Redis; while it is unavailable or hangs, the site works as with an empty cache."""

import re
from collections import defaultdict
from collections.abc import Callable
from itertools import batched
from typing import Any

from django.core.cache.backends import redis
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as NotConnected
from redis.exceptions import RedisError
from redis.retry import Retry

from peacesummit.circuit_breaker import CircuitBreaker

SECONDS = 0.5  # to connect and to respond; Redis needs a thousandth of that
FORGOTTEN = 500  # keys deleted per command

_breakers: defaultdict[str, CircuitBreaker] = defaultdict(lambda: CircuitBreaker("Redis"))


def _tried(name: str, otherwise: bool | None) -> Callable[..., Any]:
    """Return a method of Django's cache that returns `otherwise` while Redis is unavailable."""
    method = getattr(redis.RedisCache, name)

    def tried(self, *args, **kwargs):
        return self._try(lambda: method(self, *args, **kwargs), otherwise)

    return tried


class RedisCache(redis.RedisCache):
    """Django's Redis cache, but errors of Redis never propagate.

    While Redis is unavailable, nothing is found or stored. Keys start with the prefix of the
    installation, which is required.
    """

    def __init__(self, server: str, params: dict[str, Any]):
        self._connection = {
            "socket_connect_timeout": SECONDS,
            "socket_timeout": SECONDS,
            "retry": Retry(NoBackoff(), 0),
        }
        super().__init__(server, params | {"OPTIONS": self._connection | params.get("OPTIONS", {})})
        self._server = re.split("[;,]", server)[0]  # the primary, which receives writes
        self._breaker = _breakers[server]

    def _try(self, do: Callable[[], Any], otherwise: Any) -> Any:
        if self._breaker.is_open():
            return otherwise
        try:
            try:
                answer = do()
            except NotConnected:  # a connection from before a restart of Redis
                answer = do()
        except (RedisError, OSError) as error:
            self._breaker.failed(error)
            return otherwise
        self._breaker.answered()
        return answer

    add = _tried("add", otherwise=False)
    set = _tried("set", otherwise=None)
    touch = _tried("touch", otherwise=False)
    delete = _tried("delete", otherwise=False)
    delete_many = _tried("delete_many", otherwise=None)
    has_key = _tried("has_key", otherwise=False)

    def get(self, key, default=None, version=None):
        return self._try(lambda: super(RedisCache, self).get(key, default, version), default)

    def get_many(self, *args, **kwargs):
        return self._try(lambda: super(RedisCache, self).get_many(*args, **kwargs), {})

    def incr(self, key, delta=1, version=None):
        value = self._try(lambda: super(RedisCache, self).incr(key, delta, version), None)
        if value is None:
            raise ValueError(f"Key '{key}' not found.")
        return value

    def set_many(self, data, *args, **kwargs):
        return self._try(lambda: super(RedisCache, self).set_many(data, *args, **kwargs), [*data])

    def clear(self):
        return self._try(self._clear, False)

    def _clear(self) -> bool:
        """Delete only keys with our own prefix: other applications may share the server."""
        pattern = "".join(f"[{char}]" if char in "*?[" else char for char in self.key_prefix) + ":*"
        with Redis.from_url(self._server, **self._connection) as client:
            found = client.scan_iter(match=pattern, count=FORGOTTEN)
            for keys in batched(found, FORGOTTEN, strict=False):
                client.delete(*keys)
        return True
