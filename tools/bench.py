"""`make bench`: pages under twenty users, metrics beside hand-written SQL, spreadsheet rows a second; on a fresh demonstration.

Everything runs in a temporary home, so an installation's own data are not touched. Figures of one run are compared with each
other (an empty page, a hand-written query), because machines differ and are shared. `tools/bench.py large` measures the pages of a town of
500 items, 40 offices and 100,000 records.
"""

from __future__ import annotations

import http.cookiejar
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from zhenwu.kernel.clock import today

USERS, THINK, SECONDS = 20, 5.0, float(os.environ.get("BENCH_SECONDS", "60"))
#: A petition is registered so often while pages are read: what pages keep does not hold longer than that.
WRITE_EVERY = 10.0
PASSWORD = "qingxi-demo"
BIN = Path(sys.executable).parent
#: what the twenty people open, by how often; {…} are filled from the pages themselves
PAGES = {
    "empty": "/search/",
    "overview": "/",
    "desk": "/desk/",
    "plan": "/plan/",
    "plan item": None,
    "sheet": None,
    "answers": None,
    "supervision": "/plan/supervision/",
    "meeting pack": "/meetings/pack",
    "ledgers": "/ledgers/",
    "ledger petition": "/ledgers/petition/",
    "ledger service": "/ledgers/service/",
    "record": None,
    "figures": "/figures/",
    "figure": "/figures/petition.visits",
    "assessment": "/assessment/",
    "livelihood": "/livelihood/",
    "reports": "/reports/",
    "public": "/public/",
}
PEOPLE = ("zhou", "zheng", "chen", "he", "song", "liu", "luo", "wu", "ma", "lin")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Person:
    """One signed-in user of the bench."""

    def __init__(self, base: str, name: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar))
        page = self.get("/sign-in")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, "no sign-in form"
        form = {"csrfmiddlewaretoken": token[1], "username": name, "password": PASSWORD, "next": "/"}
        request = urllib.request.Request(f"{base}/sign-in", urllib.parse.urlencode(form).encode())
        self.opener.open(request, timeout=60).read()

    def get(self, path: str) -> str:
        try:
            with self.opener.open(f"{self.base}{path}", timeout=60) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            # a browser takes the whole answer and lets go; the server would wait for who does not
            error.read()
            error.close()
            raise

    def register(self, number: int) -> None:
        """A petition by the form, as a clerk would."""
        address = f"{self.base}/ledgers/petition/new"
        page = self.get("/ledgers/petition/new")
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        place = re.search(r'<select[^>]*name="area_code".*?<option value="(\d{12,15})"', page, re.DOTALL)
        assert token and place, "no form for petitions"
        form = {
            "csrfmiddlewaretoken": token[1], "occurred_on": f"{today():%Y-%m-%d}", "channel": "visit", "persons": "2",
            "petitioner": "王小明", "phone": "13812342716", "title": f"反映路灯不亮{number}", "area_code": place[1],
        }  # fmt: skip
        request = urllib.request.Request(address, urllib.parse.urlencode(form).encode())
        with self.opener.open(request, timeout=60) as answer:
            answer.read()
            assert answer.url != address, "the petition was not taken"


def discover(person: Person) -> dict[str, str]:
    """Addresses of one record and one plan item, found as a person would: by a link."""
    pages = {name: path for name, path in PAGES.items() if path}
    record = re.search(r'href="(/ledgers/petition/\d+)[?"]', person.get("/ledgers/petition/"))
    plan = person.get("/plan/")
    links = {
        "record": record,
        "plan item": re.search(r'href="(/plan/items/\d+)"', plan),
        "sheet": re.search(r'href="(/plan/\d+/sheet)"', plan),
        "answers": re.search(r'href="(/plan/\d+/answers)"', plan),
    }
    pages |= {name: link[1] for name, link in links.items() if link}
    for name, path in list(pages.items()):
        try:
            person.get(path)
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{name} {path}: {error.code}") from None
    missing = sorted(set(PAGES) - set(pages))
    if missing:
        raise SystemExit(f"no link found to: {', '.join(missing)}")
    return pages


def load(base: str) -> dict[str, list[float]]:
    """Twenty people with five seconds' think time; seconds of every page by name."""
    first = Person(base, "zhou")
    pages = discover(first)
    times: dict[str, list[float]] = {name: [] for name in pages}
    lock = threading.Lock()
    # everybody is at the desk before the clock starts: twenty password hashes at once are no page
    people = [Person(base, PEOPLE[number % len(PEOPLE)]) for number in range(USERS)]
    end = time.monotonic() + SECONDS
    errors: list[str] = []

    def life(number: int) -> None:
        rng = random.Random(number)
        person = people[number]
        time.sleep(rng.random() * THINK)
        while time.monotonic() < end:
            name = rng.choice(list(pages)) if rng.random() > 0.25 else "empty"
            start = time.perf_counter()
            try:
                person.get(pages[name])
            except OSError as error:
                # a village cadre rightly gets 404 for another village's record: not a page to time
                if getattr(error, "code", 0) not in (403, 404):
                    errors.append(f"{name}: {error}")
                time.sleep(THINK)
                continue
            with lock:
                times[name].append(time.perf_counter() - start)
            time.sleep(rng.uniform(0.8, 1.2) * THINK)

    def clerk() -> None:
        number = 0
        while time.monotonic() < end:
            try:
                first.register(number)
            except (OSError, AssertionError) as error:
                errors.append(f"register: {error}")
                return
            number += 1
            time.sleep(WRITE_EVERY)

    crowd = [threading.Thread(target=life, args=(n,)) for n in range(USERS)]
    crowd.append(threading.Thread(target=clerk))
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    if errors:
        raise SystemExit("pages failed: " + "; ".join(errors[:5]))
    return times


def alone(base: str) -> dict[str, float]:
    """Median seconds of each page asked one at a time by one person."""
    person = Person(base, "zhou")
    pages = discover(person)
    found = {}
    for name, path in pages.items():
        taken = []
        for _ in range(7):
            start = time.perf_counter()
            person.get(path)
            taken.append(time.perf_counter() - start)
        found[name] = statistics.median(taken)
    return found


def pages(home: Path, title: str) -> None:
    port = free_port()
    environment = {**os.environ, "ZHENWU_HOME": str(home), "HOST": "127.0.0.1", "PORT": str(port)}
    server = subprocess.Popen(
        [str(BIN / "zhenwu"), "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    )
    base = f"http://127.0.0.1:{port}"
    try:
        for _ in range(120):
            try:
                urllib.request.urlopen(f"{base}/sign-in", timeout=5).read()
                break
            except OSError:
                time.sleep(0.5)
        single = alone(base)
        crowd = load(base)
    finally:
        server.terminate()
        server.wait(15)
    empty = statistics.median(crowd["empty"])
    print(
        f"\nPages, {title}, {USERS} users, {THINK:.0f} s think time, {SECONDS:.0f} s, a record every {WRITE_EVERY:.0f} s"
    )
    print(
        f"{'page':<18}{'n':>5}{'alone ms':>10}{'ratio':>7}{'median ms':>11}{'p95 ms':>9}{'median ratio':>14}{'p95 ratio':>11}"
    )
    for name, taken in crowd.items():
        if len(taken) < 2:
            continue
        middle = statistics.median(taken)
        high = statistics.quantiles(taken, n=20)[18]
        print(
            f"{name:<18}{len(taken):>5}{single[name] * 1000:>10.0f}{single[name] / single['empty']:>7.1f}{middle * 1000:>11.0f}"
            f"{high * 1000:>9.0f}{middle / empty:>14.1f}{high / empty:>11.1f}"
        )
    everything = [t for taken in crowd.values() for t in taken]
    print(
        f"{'all':<18}{len(everything):>5}{'':>10}{'':>7}{statistics.median(everything) * 1000:>11.0f}"
        f"{statistics.quantiles(everything, n=20)[18] * 1000:>9.0f}"
    )


def main() -> int:
    home = Path(tempfile.mkdtemp(prefix="zhenwu-bench-"))
    environment = {**os.environ, "ZHENWU_HOME": str(home)}
    try:
        start = time.monotonic()
        subprocess.run([str(BIN / "zhenwu"), "demo", "--no-serve"], env=environment, check=True)
        print(f"demonstration loaded in {time.monotonic() - start:.1f} s")
        wanted = sys.argv[1:] or ["pages", "metrics", "import"]
        here = Path(__file__).parent
        if "pages" in wanted:
            pages(home, "demonstration township")
        if "large" in wanted:
            subprocess.run([sys.executable, str(here / "bench_large.py")], env=environment, check=True)
            pages(home, "large town")
        for name in ("metrics", "import"):
            if name in wanted:
                print(flush=True)
                subprocess.run([sys.executable, str(here / f"bench_{name}.py")], env=environment, check=True)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
