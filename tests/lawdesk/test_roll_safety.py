"""Names are text: never markup, never a formula; a roll on unverified texts may not close; the viewer shows one folder."""

from __future__ import annotations

import http.client
import re
import shutil
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

from ansinh.cli.main import main
from ansinh.cli.view import make_server
from ansinh.lawdesk.roll.page import policy
from tests.lawdesk.lists import SAU, TU, make_list, roll, summary, table

LAW = Path(__file__).parents[2] / "law"
SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("x")'


def test_markup_in_a_name_is_shown_as_text(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path, [{**TU, "name": f'{SCRIPT}"><img src=x>'}]), out)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;" in page.lower()
    assert page.lower().count("<script>") == 1
    assert "<img" not in page.lower()


@pytest.mark.parametrize("name", [FORMULA, "+84123", "-2+3", "@SUM(A1)"])
def test_a_formula_in_a_name_stays_text(tmp_path: Path, name: str) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path, [{**TU, "name": name}]), out)
    (row,) = table(out, "roll")[1:]
    assert row[2].startswith("'")
    sheet = openpyxl.load_workbook(out / "roll.xlsx").worksheets[0]
    cell = sheet.cell(6, 3)
    assert (cell.data_type, str(cell.value).lower()) == ("s", name.lower())


def test_a_formula_in_a_bad_row_stays_text(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    assert roll(make_list(tmp_path, [{**TU, "born": "=1+1", "name": FORMULA}, SAU]), out) == 3
    (row,) = table(out, "bad-rows")[1:]
    assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@"))]


class _Reader(HTMLParser):
    """Collects ids, links and addresses, and every tag that is left open."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.styles = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.links += [found["href"] or ""] if tag == "a" else []
        self.fetched += [found[name] or "" for name in ("src", "srcset", "data", "action") if name in found]
        self.fetched += [found.get("href") or ""] if tag == "link" else []
        self.styles += "style" in found


def test_the_page_fetches_nothing_and_its_links_lead_somewhere(tmp_path: Path) -> None:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out)
    page = (out / "index.html").read_text(encoding="utf-8")
    reader = _Reader()
    reader.feed(page)
    assert not reader.fetched
    assert not reader.styles
    assert len(reader.ids) == len(set(reader.ids))
    for link in reader.links:
        assert link.removeprefix("#") in reader.ids if link.startswith("#") else (out / link).is_file()
    assert "url(" not in page
    assert policy() in page.replace("&#39;", "'")


def doubtful_law(folder: Path) -> Path:
    """The book of law with the decree of the standard amount known from memory only."""
    law = folder / "law"
    shutil.copytree(LAW, law)
    place = law / "texts" / "nghi-dinh-335-2026-nd-cp" / "instrument.yaml"
    text = place.read_text(encoding="utf-8")
    changed = re.sub(r"(?m)^confidence: \w+", "confidence: memory", text)
    assert changed != text
    place.write_text(changed, encoding="utf-8")
    return law


def test_a_roll_on_texts_from_memory_may_not_close(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, law = make_list(tmp_path), doubtful_law(tmp_path)
    out = tmp_path / "roll"
    assert roll(path, out, "--law", str(law)) == 1
    assert "CHƯA ĐƯỢC CHỐT" in (out / "index.html").read_text(encoding="utf-8")
    said = capsys.readouterr().out
    assert "CHƯA ĐƯỢC CHỐT" in said
    assert "Có 1 dòng không đọc được" in said
    assert summary(out)["may_close"] is False
    sheet = openpyxl.load_workbook(out / "roll.xlsx").worksheets[0]
    assert "CHƯA ĐƯỢC CHỐT" in str(sheet.cell(3, 1).value)
    assert "chưa thẩm định" in table(out, "roll")[1][13]
    assert roll(path, out, "--law", str(law), "--allow-unverified") == 3
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "CHỐT THEO YÊU CẦU" in page
    assert "CHƯA ĐƯỢC CHỐT" not in page


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[Path, http.client.HTTPConnection]]:
    out = tmp_path / "roll"
    roll(make_list(tmp_path), out)
    (tmp_path / "secret.csv").write_text("x")
    (out / "note.txt").write_text("x")
    server = make_server(out)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    client = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    yield out, client
    client.close()
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_viewer_serves_the_page_and_the_downloads(served: tuple[Path, http.client.HTTPConnection]) -> None:
    out, client = served
    for name in ("", "index.html", "roll.xlsx", "roll.csv", "summary.json"):
        client.request("GET", f"/{name}")
        answer = client.getresponse()
        assert answer.status == 200
        assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")
        assert answer.read() == (out / (name or "index.html")).read_bytes()


@pytest.mark.parametrize("path", ["/../secret.csv", "/%2e%2e/secret.csv", "/note.txt", "/etc/passwd", "/a/roll.csv"])
def test_the_viewer_serves_nothing_else(served: tuple[Path, http.client.HTTPConnection], path: str) -> None:
    _, client = served
    client.request("GET", path)
    answer = client.getresponse()
    answer.read()
    assert answer.status == 404
    assert "default-src 'none'" in (answer.getheader("Content-Security-Policy") or "")


def test_the_viewer_answers_to_no_other_name(served: tuple[Path, http.client.HTTPConnection]) -> None:
    _, client = served
    client.request("GET", "/", headers={"Host": "example.test:80"})
    assert client.getresponse().status == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("127.0.0.1", 200), ("localhost:80", 200), ("example.test", 403), ("", 403)],
)
def test_a_browser_leaves_out_the_port_80(
    served: tuple[Path, http.client.HTTPConnection], host: str, status: int
) -> None:
    _, client = served
    client.request("GET", "/", headers={"Host": host})
    assert client.getresponse().status == status


def test_view_checks_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roll(make_list(tmp_path), tmp_path / "roll")
    capsys.readouterr()
    assert main(["view", "--check", str(tmp_path / "roll")]) == 0
    assert re.match(r"http://127\.0\.0\.1:\d+/ 200 \d+", capsys.readouterr().out)
    assert main(["view", "--check", str(tmp_path)]) == 2
