"""Death among the machines, while a crowd registers."""

import random
import signal
import threading
import time
from typing import Self

from tests.cluster.processes import Cluster, Machine
from tests.throwaway_postgres import Server


class Trouble:
    """Kills one of each again and again, and the database once, until told to stop."""

    def __init__(self, site: Cluster, postgres: Server, seconds: float) -> None:
        self._site, self._postgres, self._seconds = site, postgres, seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._make)
        self.killed = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()
        self._site.revive()

    def _make(self) -> None:
        dice, has_restarted = random.Random(2017), False
        while not self._over.wait(self._seconds):
            self._kill(dice.choice(self._site.workers))
            serving = [web for web in self._site.webs if web.answers()]
            # Where all are gone, nobody answers, whoever they are.
            if len(serving) > 1:
                self._kill(dice.choice(serving))
            if not has_restarted:
                has_restarted = True
                self._postgres.stop(signal.SIGQUIT)
                time.sleep(0.5)
                self._postgres.start()
            self._site.revive()

    def _kill(self, machine: Machine) -> None:
        machine.kill()
        self.killed += 1
