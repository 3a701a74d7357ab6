"""The exchange of annotations, tried against a real Label Studio: export, import there, label, export there, import.

Starts a server of its own on loopback, with a database in a temporary folder that is removed afterwards, and with
analytics, error reports and version checks off. `make label-studio-check` installs Label Studio beside and runs this.

Usage: python scripts/label_studio_check.py LABEL_STUDIO [--save FOLDER]
"""

import argparse
import http.cookiejar
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.labelling import store
from pipeline.models.bundle import FORMAT, Manifest, write_manifest
from pipeline.models.decisions import Calibration
from pipeline.models.operating_points import Curve
from pipeline.models.tfidf.score import Block, Tfidf
from pipeline.params import load
from pipeline.records import Annotation
from pipeline.stages.runner import say

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "data/raw/b-uber-westminster-1.html"
QUIET = {
    "COLLECT_ANALYTICS": "False",
    "LATEST_VERSION_CHECK": "False",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
    "FEATURE_FLAGS_OFFLINE": "True",
    "DO_NOT_TRACK": "1",
}
ANA, BEN = "ana@example.org", "ben@example.org"
FORMATS = {"JSON": "project.json", "JSON_MIN": "project-min.json", "CSV": "project.csv"}
PATIENCE = 180
"""Seconds to wait for the server; its first start makes the database."""

Answer = tuple[str, int, tuple[str, ...], bool, bool, str]
"""Annotator, number of the task, labels, unsure, skipped, note."""


class Client:
    """One person's access to the server: the owner's by token, anybody else's by signing up as the web page does."""

    def __init__(self, address: str, token: str = "") -> None:
        self._address = address
        self._headers = {"Authorization": f"Token {token}"} if token else {}
        self._cookies = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))

    def sign_up(self, email: str, password: str) -> None:
        """Make an account and stay signed in."""
        page = self._open("GET", "/user/signup").decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        form = {"csrfmiddlewaretoken": found[1] if found else "", "email": email, "password": password}
        self._headers["Referer"] = self._address
        self._open("POST", "/user/signup/", urllib.parse.urlencode(form).encode())
        self._headers["X-CSRFToken"] = next(c.value or "" for c in self._cookies if c.name == "csrftoken")

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Send and receive JSON."""
        answer = self._open(method, path, None if body is None else json.dumps(body).encode(), "application/json")
        return json.loads(answer or b"null")

    def download(self, path: str) -> bytes:
        """A file as it is."""
        return self._open("GET", path)

    def _open(self, method: str, path: str, data: bytes | None = None, kind: str = "") -> bytes:
        headers = self._headers | ({"Content-Type": kind} if kind else {})
        request = urllib.request.Request(self._address + path, data, headers, method=method)  # noqa: S310 - loopback
        try:
            with self._opener.open(request, timeout=60) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            sys.exit(f"{method} {path}: {error.code} {error.read()[:500].decode(errors='replace')}")


@contextmanager
def server(program: Path, folder: Path, token: str) -> Iterator[str]:
    """A Label Studio of our own; yields its address and stops it in the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(program), "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    command += ["--data-dir", str(folder), "--username", ANA, "--password", secrets.token_urlsafe()]
    command += ["--user-token", token, "--enable-legacy-api-token"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "LANG": "C.UTF-8"} | QUIET
    log = folder / "server.log"
    with log.open("wb") as file:
        process = subprocess.Popen(  # noqa: S603 - a program that the user names
            command, cwd=folder, env=environment, stdout=file, stderr=file, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}"
        for _ in range(PATIENCE):
            if process.poll() is not None:
                sys.exit(f"Label Studio ended:\n{log.read_text(errors='replace')[-3000:]}")
            try:
                urllib.request.urlopen(f"{address}/health", timeout=5).close()  # noqa: S310 - loopback
                break
            except OSError:
                time.sleep(1)
        else:
            sys.exit(f"Label Studio does not answer:\n{log.read_text(errors='replace')[-3000:]}")
        yield address
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def regact(folder: Path, *arguments: object) -> str:
    """What a `regact` command prints that runs in ``folder``."""
    command = [sys.executable, "-m", "pipeline.cli", *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        sys.exit(f"regact {' '.join(map(str, arguments))}:\n{done.stderr}")
    return done.stdout


def small_model(folder: Path, labels: tuple[str, ...]) -> None:
    """A model that knows two words: enough to suggest something, and there without any training."""
    folder.mkdir(parents=True)
    coefficients = np.zeros((2, len(labels)))
    coefficients[0, 1] = coefficients[1, 3] = 20.0
    vocabulary = {"licence": 0, "court": 1}
    Tfidf([Block("word", (1, 1), vocabulary, np.ones(2), coefficients)], np.full(len(labels), -4.0)).save(folder)
    even = Calibration((1.0,) * len(labels), (0.0,) * len(labels))
    thresholds = dict.fromkeys(labels, 0.5)
    curves = dict.fromkeys(labels, Curve(0, ()))
    write_manifest(folder, Manifest(FORMAT, "tfidf", labels, thresholds, even, {}, 0, {}, {}, {}, curves))


def label(ana: Client, ben: Client, project: int) -> list[str]:
    """Answer the tasks as two people would; the texts of the tasks in order."""
    listed = ana.call("GET", f"/api/tasks?project={project}&fields=all&page_size=100")["tasks"]
    tasks = [task["id"] for task in sorted(listed, key=lambda task: task["id"])]

    def annotate(person: Client, number: int, *labels: str, note: str = "", unsure: bool = False) -> int:
        made = person.call(
            "POST", f"/api/tasks/{tasks[number]}/annotations/", result(*labels, note=note, unsure=unsure)
        )
        return int(made["id"])

    annotate(ana, 0, "ban")
    annotate(ana, 0, "registration", note="On a second look: the licence is back.")
    annotate(ben, 0, "registration", "policy_statement")
    annotate(ana, 1, "registration", "penalty", note='He said: "no", [sic]; and = that.')
    annotate(ben, 1)
    annotate(ana, 2)
    ana.call("POST", f"/api/tasks/{tasks[3]}/annotations/", result() | {"was_cancelled": True})
    annotate(ben, 3, "ban")
    first = annotate(ana, 4, "ban")
    ana.call("PATCH", f"/api/annotations/{first}/", result("policy_statement", unsure=True))
    ana.call("POST", f"/api/tasks/{tasks[5]}/drafts", result("ban") | {"lead_time": 1.0})
    return [str(task["data"]["text"]) for task in sorted(listed, key=lambda task: task["id"])]


EXPECTED: set[Answer] = {
    ("ana", 0, ("registration",), False, False, "On a second look: the licence is back."),
    ("ben", 0, ("registration", "policy_statement"), False, False, ""),
    ("ana", 1, ("registration", "penalty"), False, False, 'He said: "no", [sic]; and = that.'),
    ("ben", 1, (), False, False, ""),
    ("ana", 2, (), False, False, ""),
    ("ben", 3, ("ban",), False, False, ""),
    ("ana", 4, ("policy_statement",), True, False, ""),
}
SKIPPED: Answer = ("ana", 3, (), False, True, "")
"""Only the export as JSON knows of it."""


def result(*labels: str, note: str = "", unsure: bool = False) -> dict[str, Any]:
    """An annotation as the labelling page sends it."""
    regions = []
    if labels:
        regions.append(("labels", "choices", {"choices": list(labels)}))
    if unsure:
        regions.append(("unsure", "choices", {"choices": ["unsure"]}))
    if note:
        regions.append(("note", "textarea", {"text": [note]}))
    return {"result": [{"from_name": n, "to_name": "text", "type": t, "value": v} for n, t, v in regions]}


def check(what: str, found: object, expected: object) -> None:
    """Stop if something is not as it should be."""
    if found != expected:
        sys.exit(f"{what}:\n  found    {found}\n  expected {expected}")
    say(f"ok: {what}")


def saved(folder: Path, texts: list[str]) -> set[Answer]:
    """What the store of annotations in ``folder`` holds."""
    answers: list[Annotation] = [a for name in ("ana", "ben") for a in store.answers(folder / "data/annotations", name)]
    return {(a.annotator, texts.index(a.text), a.labels, a.unsure, a.skipped, a.note) for a in answers}


def scrubbed(text: str) -> str:
    """An export without what differs from run to run: times keep their order only, unique ids go."""
    times = sorted(set(re.findall(r"\d{4}-\d\d-\d\dT[\d:.]{8,15}Z", text)))
    for place, found in enumerate(times):
        text = text.replace(found, f"2026-01-01T00:{place // 60:02}:{place % 60:02}.000000Z")
    text = re.sub(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "00000000-0000-0000-0000-000000000000", text)
    return re.sub(r'("created_ago": ?)"[^"]*"', r'\1"0 minutes"', text)


def main() -> None:
    """Run the check; any failure ends it with a message and exit code 1."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", type=Path, metavar="LABEL_STUDIO", help="the program label-studio")
    parser.add_argument("--save", type=Path, metavar="FOLDER", help="keep the exports there, scrubbed")
    options = parser.parse_args()
    token = secrets.token_hex(20)
    with tempfile.TemporaryDirectory() as name:
        work, data = Path(name, "work"), Path(name, "data")
        work.mkdir()
        data.mkdir()
        Path(work, "params.yaml").write_bytes((ROOT / "params.yaml").read_bytes())
        labels = load(work / "params.yaml").labels
        small_model(work / "models/tfidf", labels)
        say(regact(work, "annotations", "export", DOCUMENT, "--output", "tasks.json").strip())
        tasks = json.loads(Path(work, "tasks.json").read_text())
        say("starting Label Studio; its first start takes a minute")
        with server(options.program.absolute(), data, token) as address:
            round_trip(address, token, work, tasks, options.save)
    say("the round trip holds")


def round_trip(address: str, token: str, work: Path, tasks: list[Any], save: Path | None) -> None:
    """Project, tasks, answers, exports, and what `regact annotations import` makes of each."""
    ana, ben = Client(address, token), Client(address)
    ben.sign_up(BEN, secrets.token_urlsafe())
    config = Path(work, "tasks.xml").read_text()
    project = ana.call("POST", "/api/projects/", {"title": "regact", "label_config": config})["id"]
    imported = ana.call("POST", f"/api/projects/{project}/import", tasks)
    counts = (imported["task_count"], imported["prediction_count"])
    check("every task and every suggestion is there", counts, (len(tasks), len(tasks)))
    texts = label(ana, ben, project)
    for kind, file in FORMATS.items():
        export = ana.download(f"/api/projects/{project}/export?exportType={kind}&download_all_tasks=true")
        Path(work, file).write_bytes(export)
        store_of = work / kind
        store_of.mkdir()
        Path(store_of, "params.yaml").write_bytes(Path(work, "params.yaml").read_bytes())
        arguments = ("annotations", "import", work / file, "--annotator", "1=ana", "--annotator", "2=ben")
        say(regact(store_of, *arguments).strip())
        expected = EXPECTED | {SKIPPED} if kind == "JSON" else EXPECTED
        check(f"{kind}: every answer arrived, and no other", saved(store_of, texts), expected)
        again = regact(store_of, *arguments)
        check(f"{kind}: importing again changes nothing", again.count(" 0 added, 0 changed"), 2)
        if save:
            save.mkdir(parents=True, exist_ok=True)
            Path(save, file).write_bytes(scrubbed(export.decode()).encode())


if __name__ == "__main__":
    main()
