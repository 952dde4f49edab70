"""The marking page's server answers whoever has its token, and nobody else."""

import asyncio
import hashlib
import json
import shutil
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
import tornado.httpserver
import tornado.netutil
from tornado.platform.asyncio import BaseAsyncIOLoop

from course.cli import main
from course.grader.by_hand.server import application, serve
from tests.course.grader.by_hand.written_class import CELL, HEADING
from tests.course.grader.small_class import LESSON

TOKEN = "a-token"
KEY = hashlib.sha256(CELL.encode()).hexdigest()[:12]


@contextmanager
def served(course, *, port=0, token=TOKEN):
    """Serve a course's page from a thread of its own; give its address."""
    sockets = tornado.netutil.bind_sockets(port, "127.0.0.1")
    loop = asyncio.new_event_loop()

    def run():
        asyncio.set_event_loop(loop)
        server = tornado.httpserver.HTTPServer(application(course, LESSON, token))
        server.add_sockets(sockets)
        loop.run_forever()
        server.stop()
        loop.run_until_complete(server.close_all_connections())

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


@pytest.mark.parametrize("path", ["/", f"/marks/{KEY}", f"/answers/{KEY}/ann"])
def test_without_the_token_nothing_is_shown(address, path):
    assert ask(address, path, token="another")[0] == 403


def test_another_hosts_name_is_refused(address):
    assert ask(address, host="example.org")[0] == 403


def test_marks_and_answers_are_fetched_and_a_mark_is_kept(address):
    marks = json.loads(ask(address, f"/marks/{KEY}")[1])
    assert [mark["student"] for mark in marks] == ["ann", "bob"]
    assert "so on" in json.loads(ask(address, f"/answers/{KEY}/ann")[1])["html"]
    given = {"points": 2, "comment": "", "version": marks[0]["version"]}
    assert ask(address, f"/answers/{KEY}/ann", given=given)[0] == 200
    assert json.loads(ask(address, f"/marks/{KEY}")[1])[0]["points"] == 2.0


def test_a_second_marker_gets_what_the_first_gave(address):
    version = json.loads(ask(address, f"/marks/{KEY}")[1])[0]["version"]
    ask(address, f"/answers/{KEY}/ann", given={"points": 2, "comment": "", "version": version})
    given = {"points": 1, "comment": "", "version": version}
    status, text = ask(address, f"/answers/{KEY}/ann", given=given)
    assert (status, json.loads(text)["points"]) == (409, 2.0)


@pytest.mark.parametrize("given", [[], "x", {"points": 9}, {"points": 1, "comment": None}])
def test_what_is_no_mark_is_refused_in_a_sentence(address, given):
    status, text = ask(address, f"/answers/{KEY}/ann", given=given)
    assert status == 400
    assert json.loads(text)["error"].endswith(".")


def test_a_question_that_there_is_not_is_not_found(address):
    assert ask(address, "/marks/7")[0] == 404


@pytest.fixture
def printed(course, monkeypatch, capsys):
    """Return what starts `course mark`, ends it at once, and returns the address it prints."""
    monkeypatch.setattr(BaseAsyncIOLoop, "start", lambda _: None)
    started = []
    add = tornado.httpserver.HTTPServer.add_sockets

    def noted(server, sockets):
        started.append(server)
        add(server, sockets)

    monkeypatch.setattr(tornado.httpserver.HTTPServer, "add_sockets", noted)

    def start(*, end=True):
        serve(course, LESSON, 0, browse=False)
        if end:
            started.pop().stop()
        return capsys.readouterr().out.split("at ")[1].split("\n")[0].split("?token=")

    yield start
    for server in started:
        server.stop()


def test_a_server_that_is_started_again_is_at_the_same_address_with_another_token(printed):
    first, second = printed(), printed()
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_no_token_is_written_down(printed, course):
    token = printed()[1]
    files = [file for file in (course / "grading").rglob("*") if file.is_file()]
    assert not [file for file in files if token.encode() in file.read_bytes()]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Tornado's socket
def test_beside_another_server_it_takes_another_port(printed):
    assert printed(end=False)[0] != printed()[0]


def test_a_lesson_that_is_not_graded_says_so(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    shutil.rmtree(course / "grading" / "results")
    assert main(["mark", "01", "--no-browser"]) == 2
    assert "01_small is not graded yet: run `course grade 01` first" in capsys.readouterr().err


def test_a_lesson_without_such_a_question_says_so(small_course, monkeypatch, capsys):
    monkeypatch.chdir(small_course)
    assert main(["mark", "01", "--no-browser"]) == 2
    assert "no question that is marked by hand" in capsys.readouterr().err
