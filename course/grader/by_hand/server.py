"""The marking page's server: on this machine only, for whoever has the address with its token.

A page that was left open finds a server that was started anew: it takes the same port again, and
the page that is opened then hands its token on to it. So no token is kept in a file.
"""

import hashlib
import hmac
import json
import secrets
import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web
from jinja2 import Environment, PackageLoader, StrictUndefined

from course.files import read_json, write_json
from course.folders import CourseError
from course.grader.by_hand.answers import Conflict, answer, marks, save
from course.grader.by_hand.asked import Question, questions
from course.grader.marks.results import results

_HOSTS = ("127.0.0.1", "localhost")


def application(course: Path, lesson: str, token: str) -> tornado.web.Application:
    """Return the page and what it asks for.

    course (Path), lesson (str): Whose answers.
    token (str): What every address has to bear.
    Raises CourseError: If the lesson has no question that is marked by hand.
    """
    asked = questions(course, lesson)
    shared = {"course": course, "lesson": lesson, "token": token, "asked": asked}
    return tornado.web.Application(
        [
            (r"/", Page, shared),
            (r"/marks/(\w+)", Marks, shared),
            (r"/answers/(\w+)/(.+)", Answer, shared),
        ]
    )


def serve(course: Path, lesson: str, port: int, *, browse: bool = True) -> None:
    """Serve the page until somebody presses Ctrl+C.

    port (int): 0 for the one of the last time, or else any that is free.
    browse (bool): Whether to open it in the browser.
    Raises CourseError: If the port is taken, or the lesson has no such question or isn't graded.
    """
    token = secrets.token_urlsafe(24)
    pages = application(course, lesson, token)
    results(course, lesson)  # says so where it isn't graded
    sockets = _bound(course, lesson, port)
    server = tornado.httpserver.HTTPServer(pages)
    server.add_sockets(sockets)
    address = f"http://127.0.0.1:{sockets[0].getsockname()[1]}/?token={token}"
    print(
        f"Mark {lesson} at {address}\nCtrl+C ends it; every mark is kept as it is given.",
        flush=True,
    )
    if browse:
        webbrowser.open(address)
    tornado.ioloop.IOLoop.current().start()


def _bound(course: Path, lesson: str, port: int) -> list[socket.socket]:
    """Return the sockets to listen at, and write down their port for the next time."""
    file = course / "grading" / "results" / lesson / ".mark.json"
    last = read_json(file)
    last = last.get("port") if isinstance(last, dict) else None
    if not port and isinstance(last, int) and 1024 <= last < 65536:
        with suppress(OSError):
            return tornado.netutil.bind_sockets(last, "127.0.0.1")
    try:
        sockets = tornado.netutil.bind_sockets(port, "127.0.0.1")
    except OSError as error:
        raise CourseError(f"port {port} isn't free ({error.strerror}): choose another.") from None
    write_json(file, {"port": sockets[0].getsockname()[1]})
    return sockets


class Guarded(tornado.web.RequestHandler):
    """Lets in who has the token, by a name of this machine; makes one sentence of a fault."""

    def initialize(self, course: Path, lesson: str, token: str, asked: list[Question]) -> None:
        """Keep what all handlers share."""
        self.course, self.lesson, self.token, self.asked = course, lesson, token, asked

    def prepare(self) -> None:
        """Refuse requests of other pages: they know neither the token nor our host's name."""
        given = self.request.headers.get("X-Token") or self.get_query_argument("token", "")
        if self.request.host_name not in _HOSTS or not hmac.compare_digest(
            given.encode(), self.token.encode()
        ):
            self.set_status(403)
            self.finish("The address needs its token: use the one that `course mark` has printed.")

    def set_default_headers(self) -> None:
        """Nothing on the page leads elsewhere by itself."""
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Referrer-Policy", "no-referrer")
        self.set_header("Cache-Control", "no-store")

    def question(self, key: str) -> Question:
        """Return a question by what stands for it in addresses; 404 where there is none."""
        for question in self.asked:
            if question.key == key:
                return question
        raise tornado.web.HTTPError(404)

    def answered(self, work: Callable[[], Any]) -> None:
        """Write what a call returns as JSON, or say in words why it can't."""
        try:
            self.write(json.dumps(work()))
        except Conflict as conflict:
            self.set_status(409)
            self.write(json.dumps(asdict(conflict.mark)))
        except CourseError as error:
            self.set_status(400)
            self.write(json.dumps({"error": str(error)}))


class Page(Guarded):
    """The page itself."""

    def get(self) -> None:
        """Show the questions; the answers are fetched as they are looked at."""
        nonce = secrets.token_urlsafe(12)
        self.set_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; "
            "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'",
        )
        with suppress(CourseError):  # the gradebook is held for a moment: then those of before
            self.asked[:] = questions(self.course, self.lesson)
        page = _templates().get_template("mark.html")
        # Pages of the same lesson of the same course know each other by this.
        about = f"{self.course.resolve()} {self.lesson}"
        self.write(
            page.render(
                lesson=self.lesson,
                asked=self.asked,
                nonce=nonce,
                token=self.token,
                channel=hashlib.sha256(about.encode()).hexdigest(),
            )
        )


class Marks(Guarded):
    """The marks of all answers to a question."""

    def get(self, key: str) -> None:
        """Return them by student."""
        question = self.question(key)
        self.answered(lambda: [asdict(mark) for mark in marks(self.course, self.lesson, question)])


class Answer(Guarded):
    """One answer: its words, and its mark."""

    def get(self, key: str, student: str) -> None:
        """Return the words as HTML."""
        question = self.question(key)
        self.answered(lambda: {"html": answer(self.course, self.lesson, question, student)})

    def put(self, key: str, student: str) -> None:
        """Take a mark."""
        question = self.question(key)

        def work() -> dict[str, Any]:
            try:
                given = json.loads(self.request.body)
            except ValueError:
                given = None
            if not isinstance(given, dict):
                raise CourseError("a mark is a JSON object of points, comment and version.")
            return asdict(save(self.course, self.lesson, question, student, given))

        self.answered(work)


def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("course.grader.by_hand", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
