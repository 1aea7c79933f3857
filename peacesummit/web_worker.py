"""gunicorn's worker with threads, which answers all who have come before it was told to end."""

from gunicorn.workers.gthread import ThreadWorker


class Worker(ThreadWorker):
    """Takes in, when it ends, the connections that the system has accepted for it already.

    gunicorn leaves them in the queue of the socket until it closes it: whoever is there, and has
    sent a form perhaps, gets no answer.
    """

    def set_accept_enabled(self, enabled):
        super().set_accept_enabled(enabled)
        if not self.alive and not enabled:
            for listener in self.sockets:
                self._take_all(listener)
                listener.close()  # who comes from now on is refused, and not kept waiting

    def _take_all(self, listener) -> None:
        taken = -1
        while taken != self.nr_conns:
            taken = self.nr_conns
            self.accept(listener)
