"""The marking page's server: on this machine only, for whoever has the address with its token."""

import hmac
import json
import secrets
import webbrowser
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tornado.httpserver
import tornado.ioloop
import tornado.netutil
import tornado.web
from jinja2 import Environment, PackageLoader, StrictUndefined

from course.folders import CourseError
from course.grader.by_hand.answers import Conflict, Question, answer, marks, questions, save

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
            (r"/marks/(\d+)", Marks, shared),
            (r"/answers/(\d+)/(.+)", Answer, shared),
        ]
    )


def serve(course: Path, lesson: str, port: int, *, browse: bool = True) -> None:
    """Serve the page until somebody presses Ctrl+C.

    port (int): 0 for any that is free.
    browse (bool): Whether to open it in the browser.
    Raises CourseError: If the port is taken, or the lesson has no such question.
    """
    token = secrets.token_urlsafe(24)
    pages = application(course, lesson, token)
    try:
        sockets = tornado.netutil.bind_sockets(port, "127.0.0.1")
    except OSError as error:
        raise CourseError(f"port {port} isn't free ({error.strerror}): choose another.") from None
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

    def question(self, number: str) -> Question:
        """Return a question by its place; 404 where there is none."""
        if int(number) >= len(self.asked):
            raise tornado.web.HTTPError(404)
        return self.asked[int(number)]

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
        page = _templates().get_template("mark.html")
        self.write(page.render(lesson=self.lesson, asked=self.asked, nonce=nonce, token=self.token))


class Marks(Guarded):
    """The marks of all answers to a question."""

    def get(self, number: str) -> None:
        """Return them by student."""
        question = self.question(number)
        self.answered(lambda: [asdict(mark) for mark in marks(self.course, self.lesson, question)])


class Answer(Guarded):
    """One answer: its words, and its mark."""

    def get(self, number: str, student: str) -> None:
        """Return the words as HTML."""
        question = self.question(number)
        self.answered(lambda: {"html": answer(self.course, self.lesson, question, student)})

    def put(self, number: str, student: str) -> None:
        """Take a mark."""
        question = self.question(number)

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
