"""The marking page's server answers whoever has its token, and nobody else."""

import asyncio
import json
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
import tornado.httpserver
import tornado.netutil

from course.cli import main
from course.grader.by_hand.server import application
from tests.course.grader.by_hand.written_class import HEADING
from tests.course.grader.small_class import LESSON

TOKEN = "a-token"


@contextmanager
def served(course):
    """Serve a course's page from a thread of its own; give its address."""
    sockets = tornado.netutil.bind_sockets(0, "127.0.0.1")
    loop = asyncio.new_event_loop()

    def run():
        asyncio.set_event_loop(loop)
        tornado.httpserver.HTTPServer(application(course, LESSON, TOKEN)).add_sockets(sockets)
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=5)


@pytest.fixture
def address(course):
    with served(course) as found:
        yield found


def ask(address, path="/", *, given=None, token=TOKEN, host=None):
    """Return status and text of an answer."""
    headers = {"X-Token": token} | ({"Host": host} if host else {})
    body = None if given is None else json.dumps(given).encode()
    method = "GET" if given is None else "PUT"
    request = urllib.request.Request(address + path, body, headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_page_has_the_question_and_its_scheme(address):
    status, page = ask(address)
    assert status == 200
    assert HEADING in page
    assert "1 point: a reason" in page
    assert "why-written" not in page


@pytest.mark.parametrize("path", ["/", "/marks/0", "/answers/0/ann"])
def test_without_the_token_nothing_is_shown(address, path):
    assert ask(address, path, token="another")[0] == 403


def test_another_hosts_name_is_refused(address):
    assert ask(address, host="example.org")[0] == 403


def test_marks_and_answers_are_fetched_and_a_mark_is_kept(address):
    marks = json.loads(ask(address, "/marks/0")[1])
    assert [mark["student"] for mark in marks] == ["ann", "bob"]
    assert "so on" in json.loads(ask(address, "/answers/0/ann")[1])["html"]
    given = {"points": 2, "comment": "", "version": marks[0]["version"]}
    assert ask(address, "/answers/0/ann", given=given)[0] == 200
    assert json.loads(ask(address, "/marks/0")[1])[0]["points"] == 2.0


def test_a_second_marker_gets_what_the_first_gave(address):
    version = json.loads(ask(address, "/marks/0")[1])[0]["version"]
    ask(address, "/answers/0/ann", given={"points": 2, "comment": "", "version": version})
    given = {"points": 1, "comment": "", "version": version}
    status, text = ask(address, "/answers/0/ann", given=given)
    assert (status, json.loads(text)["points"]) == (409, 2.0)


@pytest.mark.parametrize("given", [[], "x", {"points": 9}, {"points": 1, "comment": None}])
def test_what_is_no_mark_is_refused_in_a_sentence(address, given):
    status, text = ask(address, "/answers/0/ann", given=given)
    assert status == 400
    assert json.loads(text)["error"].endswith(".")


def test_a_question_that_there_is_not_is_not_found(address):
    assert ask(address, "/marks/7")[0] == 404


def test_a_lesson_without_such_a_question_says_so(small_course, monkeypatch, capsys):
    monkeypatch.chdir(small_course)
    assert main(["mark", "01", "--no-browser"]) == 2
    assert "no question that is marked by hand" in capsys.readouterr().err
