"""A threaded gunicorn worker that answers all pending connections before it stops."""

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Accepts, when stopping, the connections that the system has already queued.

    gunicorn leaves them in the socket's queue until it closes the socket, so that clients, perhaps
    with a submitted form, get no response.
    """

    def set_accept_enabled(self, enabled):
        super().set_accept_enabled(enabled)
        if not self.alive and not enabled:
            for listener in self.sockets:
                self._take_all(listener)
                listener.close()  # new connections are refused instead of waiting

    def _take_all(self, listener) -> None:
        taken = -1
        while taken != self.nr_conns:
            taken = self.nr_conns
            self.accept(listener)
