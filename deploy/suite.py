"""Starts the whole suite in order, says when all of it is ready, keeps it, and stops it.

Knows the order; each part knows itself. Whatever goes wrong on the way, what was started is stopped again.
"""

import asyncio
import os
import signal
import subprocess
import time
from types import FrameType

from nats.errors import Error as NatsError

from deploy.answers import last_words, service_answers
from deploy.children import Child, Supervisor
from deploy.embedded import caddy, databases, nats, postgres
from deploy.layout import PYTHON
from deploy.parts import Plan, admin_seed, caddy_child, nats_child, postgres_child, service_child, service_environment
from deploy.progress import Progress
from deploy.state import State, write_state
from deploy.words import FAILED, CannotGoOn
from shared.kit.bus.streams import set_up

READY_SECONDS = 60
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A signal asked for the end."""


def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
    raise Stopped


class Suite:
    """One run of the suite on one data folder."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.progress = Progress()
        self.ready = False
        self.link: subprocess.Popen[str] | None = None
        self.supervisor = Supervisor(plan.layout.log("supervisor"), self.write_state)

    def run(self) -> None:
        """Start, keep until a signal comes, stop. Ctrl-C reaches us alone: each child has a session of its own."""
        for number in SIGNALS:
            signal.signal(number, ask_to_stop)
        try:
            self.start()
            self.greet()
            self.supervisor.keep()
        except Stopped:
            self.progress.line("stopping …")
        finally:
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            self.ready = False
            if self.link is not None:
                self.link.kill()
                self.link.wait()
            self.supervisor.stop()
            self.write_state()
            self.progress.line("stopped")

    def start(self) -> None:
        """Start everything; returns once every part answers and has passed its self-check."""
        self.supervisor.note(f"starting {', '.join(self.plan.services)} at {self.plan.door.url}")
        known = self.prepared
        cluster = self.start_stores()
        self.supervisor.start(door := caddy_child(self.plan))
        services = [service_child(self.plan, service) for service in self.plan.services]
        if known:
            # The databases are there: services load while PostgreSQL still comes up, and wait for it themselves.
            self.supervisor.start(*services)
        self.await_stores(cluster)
        if known:
            self.ask_for_link()
        else:
            self.supervisor.start(*services)
        self.set_up_streams()
        self.await_services(services)
        self.ask_for_link()
        caddy.wait_for_caddy(self.plan.door, running(door))
        self.progress.part("caddy")
        self.ready = True
        self.write_state()

    def start_stores(self) -> postgres.Cluster | None:
        plan = self.plan
        if plan.own_nats:
            self.supervisor.start(nats_child(plan))
        if not plan.own_postgres:
            return None
        cluster = postgres.make_cluster(plan.layout.postgres, plan.secrets.superuser)
        self.supervisor.start(postgres_child(plan, cluster))
        return cluster

    def await_stores(self, cluster: postgres.Cluster | None) -> None:
        """Wait for PostgreSQL and NATS, make roles and databases, and refuse either if it is not durable."""
        plan = self.plan
        if cluster is not None:
            postgres.wait_for_postgres(cluster, running(self.child("postgres")))
        if not self.prepared:
            databases.prepare_databases(plan.postgres_url, plan.secrets.of_databases)
            plan.layout.prepared.touch(mode=0o600)
        databases.check_durable(plan.postgres_url)
        self.progress.part("postgres", "" if cluster else "yours")
        if plan.own_nats:
            nats.wait_for_nats(plan.ports["monitor"], running(self.child("nats")))
        self.progress.part("nats", "" if plan.own_nats else "yours")

    def set_up_streams(self) -> None:
        """Make or check streams and consumers while the services load."""
        try:
            asyncio.run(set_up(self.plan.nats_url, admin_seed(self.plan)))
        except (NatsError, OSError, TimeoutError) as error:
            raise nats.NatsFailed(f"NATS did not take the streams: {error or error!r}") from None

    def await_services(self, services: list[Child]) -> None:
        """Wait until each service says that it is ready.

        Raises:
            CannotGoOn: one ended, or took too long.
        """
        waiting = list(services)
        deadline = time.monotonic() + READY_SECONDS
        while waiting:
            for child in [each for each in waiting if service_answers(each.state.port)]:
                waiting.remove(child)
                self.progress.part(child.name)
            for child in waiting:
                if (code := running(child).poll()) is not None:
                    raise CannotGoOn(
                        f"{child.name} ended with code {code} while starting: {last_words(child.log)}", FAILED
                    )
            if waiting and time.monotonic() > deadline:
                names = ", ".join(child.name for child in waiting)
                raise CannotGoOn(
                    f"{names} did not become ready within {READY_SECONDS} s: {last_words(waiting[0].log)}", FAILED
                )
            time.sleep(0.03)

    def greet(self) -> None:
        url = self.plan.door.url
        organiser = self.sign_in_link()
        if self.plan.door.lan is not None:
            self.progress.trust(caddy.certificate(self.plan.layout.caddy), url)
        self.progress.addresses(
            url, organiser, f"Ctrl-C here, or ./saishi stop{self.plan.layout.option}", self.plan.services
        )

    def ask_for_link(self) -> None:
        """Ask the members service's own command for a one-time link, while the others still load."""
        if self.link is None and "members" in self.plan.services:
            self.link = subprocess.Popen(
                [PYTHON, "-P", "-m", "services.members", "link"],
                env=service_environment(self.plan, "members"),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )

    def sign_in_link(self) -> str:
        """The link, or the page where one signs in with a password."""
        if self.link is not None:
            said, trouble = self.link.communicate()
            links = [word for word in said.split() if word.startswith("http")]
            if links:
                return links[-1]
            self.supervisor.say(f"no sign-in link: {(trouble.strip().splitlines() or ['nothing said'])[-1]}")
        return f"{self.plan.door.url}/members/sign-in"

    @property
    def prepared(self) -> bool:
        """Whether an earlier start made roles and databases; nobody knows that of servers that are not ours."""
        return self.plan.own_postgres and self.plan.layout.prepared.exists()

    def child(self, name: str) -> Child:
        return next(child for child in self.supervisor.children if child.name == name)

    def write_state(self) -> None:
        plan = self.plan
        state = State(
            pid=os.getpid(),
            url=plan.door.url,
            door=plan.door.port,
            lan=plan.door.lan,
            monitor=plan.ports["monitor"] if plan.own_nats else 0,
            ready=self.ready,
            children={child.name: child.state for child in self.supervisor.children},
        )
        write_state(plan.layout, state)


def running(child: Child) -> "subprocess.Popen[bytes]":
    """The process of a child that was started and not yet seen to end."""
    if child.process is None:
        raise CannotGoOn(f"{child.name} is not running.", FAILED)
    return child.process
