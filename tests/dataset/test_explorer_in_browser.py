"""The page to look through a release, in a browser: what a reader does with it, and what hostile rows cannot do."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeVar

import pytest

from dataset.sample import ONE, Rows, raw_texts, rows
from educoop.dataset import explorer
from educoop.dataset.release import write_release
from educoop.paths import golden_dir

pytestmark = pytest.mark.slow  # together they are
PROGRAMS = ("chromium", "chromedriver")
REQUIRED = os.environ.get("EDUCOOP_BROWSER") == "required"
SCRIPT = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">"
CITIES = 120
T = TypeVar("T")


def hostile_rows() -> Rows:
    """The sample, with markup in names, addresses that run, a project that is only planned, and many places."""
    tables = rows()
    tables["documents"][0]["address"] = "javascript:document.title='taken'"
    tables["documents"][1]["address"] = "https://example.org/two?a=<b>"
    tables["places"] += [
        {"place_id": f"city-{n:03}", "name": f"City {n}", "kind": "city", "country": "KAZ"} for n in range(CITIES)
    ]
    tables["projects"].append(
        {"project_id": "hostile", "name": f"Žilina {SCRIPT}", "kind": "research_centre", "date": "2031"}
    )
    claim = {**tables["claims"][3], "row_id": "hostile", "modality": "planned", "quote": "May 2014", "part": 1}
    start = ONE.index("May 2014")
    for number, (field, value) in enumerate((("name", SCRIPT), ("kind", "research_centre"), ("date", "2031"))):
        spans = {"start_offset": start, "end_offset": start + 8}
        tables["claims"].append({**claim, **spans, "claim_id": f"hostile-{number}", "field": field, "value": value})
    for claim in tables["claims"]:
        if claim["row_id"] == "gamma" and claim["field"] == "name":
            tables["claims"].append({**claim, "claim_id": f"{claim['claim_id']}k", "field": "kind", "value": "other"})
    tables["discrepancies"] = [
        {
            "discrepancy_id": "d1",
            "kind": "contradiction",
            "table_name": "projects",
            "row_id": "gamma",
            "field": "date",
            "explanation": f"The years differ {SCRIPT}",
        }
    ]
    tables["retired_ids"] = [{"table_name": "projects", "old_id": "delta", "new_id": "gamma", "release": "0.2.0"}]
    return tables


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("explored") / "dist"
    write_release(hostile_rows(), raw_texts(), output, check_evidence=False)
    return output / "package"


@pytest.fixture(scope="module", params=["file", "server"])
def address(package: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The page as it lies on a disk, and as a server gives it out."""
    if request.param == "file":
        yield (package / "index.html").as_uri()
        return

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(package))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.html"
        server.shutdown()


class Reader:
    """Somebody with a browser."""

    def __init__(self, driver: Any, downloads: Path) -> None:
        self.driver, self.downloads = driver, downloads
        self.address = ""

    def open(self, route: str = "") -> None:
        self.driver.get("about:blank")
        self.driver.get(self.address + route)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def texts(self, selector: str) -> list[str]:
        return self.run("return [...document.querySelectorAll(arguments[0])].map(e => e.textContent)", selector)

    def text(self, selector: str) -> str:
        return self.texts(selector)[0]

    def find(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def link(self, text: str) -> Any:
        return self.driver.find_element("link text", text)

    def type(self, selector: str, text: str) -> None:
        self.find(selector).send_keys(text)

    def choose(self, selector: str, value: str) -> None:
        self.run(
            "const e = document.querySelector(arguments[0]); e.value = arguments[1];"
            "e.dispatchEvent(new Event('change', {bubbles: true}))",
            selector,
            value,
        )

    def waits(self, for_: Callable[[], T], wanted: Callable[[T], bool]) -> T:
        """What is so in the end: what was typed is searched for a little later."""
        until = time.monotonic() + 10
        while not wanted(found := for_()) and time.monotonic() < until:
            time.sleep(0.02)
        assert wanted(found), found
        return found

    def hits(self, wanted: str) -> None:
        self.waits(lambda: self.text("#hits"), lambda found: found == wanted)

    def headline(self, wanted: str) -> None:
        self.waits(lambda: self.text("h1"), lambda found: found.strip() == wanted)

    def width(self, pixels: int) -> None:
        metrics = {"width": pixels, "height": 740, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    paths = [shutil.which(name) for name in PROGRAMS]
    if None in paths:
        said = "Chromium and its driver are not there; on Debian: apt install chromium chromium-driver"
        (pytest.fail if REQUIRED else pytest.skip)(said)
    if not REQUIRED:
        pytest.importorskip("selenium")
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NO_PROXY", "127.0.0.1,localhost")
        patch.setenv("no_proxy", "127.0.0.1,localhost")
        patch.setenv("SE_AVOID_STATS", "true")
        downloads = tmp_path_factory.mktemp("downloads")
        options = webdriver.ChromeOptions()
        options.binary_location = str(paths[0])
        for argument in ("headless=new", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "window-size=1280,900"):
            options.add_argument(f"--{argument}")
        options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        driver = webdriver.Chrome(options, Service(str(paths[1])))
        try:
            yield Reader(driver, downloads)
        finally:
            driver.quit()


@pytest.fixture
def reader(browser: Reader, address: str) -> Iterator[Reader]:
    """The reader before the page; at the end nothing may have gone wrong or run that stands in the rows."""
    browser.address = address
    browser.width(1280)
    browser.driver.get_log("browser")
    yield browser
    assert browser.driver.title != "taken"
    assert browser.run("return document.querySelectorAll('main img, main script').length") == 0
    assert [entry["message"] for entry in browser.driver.get_log("browser")] == []


def test_the_start_says_what_the_release_is(reader: Reader) -> None:
    reader.open()
    said = reader.text("main")
    for words in ("2 documents", "How far it can be trusted", "Creative Commons", "educoop contributors (20"):
        assert words in said
    unknown = len(list((golden_dir() / ".." / "unseen" / "documents").iterdir()))
    assert f"In {unknown} documents that the rules did not know:" in said
    links = reader.run("return [...document.querySelectorAll('main a[download]')].map(a => a.getAttribute('href'))")
    assert {"csv/projects.csv", "parquet/projects.parquet", "../educoop.duckdb", "README.md"} <= set(links)


def test_files_that_are_linked_are_there(reader: Reader, package: Path) -> None:
    reader.open()
    for link in reader.run("return [...document.querySelectorAll('a[download]')].map(a => a.getAttribute('href'))"):
        assert (package / link).is_file(), link


def test_a_table_is_searched_without_accents_and_capitals(reader: Reader) -> None:
    reader.open("#/projects")
    reader.hits("2 rows")
    reader.type("#by-q", "zilina")
    reader.hits("1 of 2 rows")
    assert reader.text(".list tbody th").startswith("Žilina <script>")
    reader.type("#by-q", " nowhere")
    reader.hits("0 of 2 rows")
    assert "Nothing was found" in reader.text("#results")


def test_a_table_is_chosen_from_by_kind_country_and_year(reader: Reader) -> None:
    reader.open("#/organisations")
    reader.choose("#by-kind", "university")
    reader.hits("1 of 2 rows")
    assert reader.texts(".list tbody th") == ["Alpha University"]
    reader.open("#/projects")
    reader.choose("#by-area", "KAZ")
    reader.hits("1 of 2 rows")
    assert reader.texts(".list tbody th") == ["Gamma Centre"]
    reader.open("#/projects")
    reader.choose("#by-from", "2015")
    reader.hits("1 of 2 rows")
    reader.choose("#by-to", "2030")
    reader.hits("0 of 2 rows")
    reader.open("#/documents")
    reader.choose("#by-to", "2014")
    reader.hits("1 of 2 rows; 1 without a date are not among them")


def test_a_choice_has_an_address_of_its_own(reader: Reader) -> None:
    reader.open("#/organisations?kind=school")
    reader.hits("1 of 2 rows")
    assert reader.run("return document.getElementById('by-kind').value") == "school"
    reader.find(".filters button").click()
    reader.hits("2 rows")


def test_columns_sort_both_ways_by_keyboard_too(reader: Reader) -> None:
    from selenium.webdriver.common.keys import Keys

    reader.open("#/organisations")
    reader.find("th[data-column=name] button").send_keys(Keys.ENTER)
    assert reader.texts(".list tbody th") == ["Alpha University", "Beta College"]
    assert reader.find("th[data-column=name]").get_attribute("aria-sort") == "ascending"
    reader.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert reader.texts(".list tbody th") == ["Beta College", "Alpha University"]
    assert reader.find("th[data-column=name]").get_attribute("aria-sort") == "descending"


def test_long_tables_come_in_pages(reader: Reader) -> None:
    reader.open("#/places")
    reader.hits(f"{CITIES + 2} rows")
    assert len(reader.texts(".list tbody tr")) == 50
    reader.link("Next →").click()
    reader.waits(lambda: reader.text(".pager"), lambda found: "Page 2 of 3" in found)
    reader.driver.back()
    reader.waits(lambda: reader.text(".pager"), lambda found: "Page 1 of 3" in found)


def test_a_row_opens_and_the_way_back_leads_back(reader: Reader) -> None:
    reader.open("#/projects?q=gamma")
    reader.link("Gamma Centre").click()
    reader.headline("Gamma Centre")
    assert reader.driver.current_url.endswith("#/projects/gamma")
    assert reader.driver.title.startswith("Gamma Centre")
    assert reader.run("return document.activeElement.id") == "main"
    reader.driver.back()
    reader.headline("Projects")
    reader.hits("1 of 2 rows")
    reader.driver.forward()
    reader.headline("Gamma Centre")


def test_a_value_stands_with_its_quotes(reader: Reader) -> None:
    reader.open("#/projects/gamma")
    value = "[data-column=date]"
    assert reader.text(f"{value} .value") == "May 2014 (2014-05)"
    assert reader.texts(f"{value} mark") == ["opened", "May 2014"]
    caption = reader.text(f"{value} figcaption")
    assert "=A centre opens" in caption
    assert "The document asserts it. The text says it." in caption


def test_a_quote_stands_in_its_surroundings(reader: Reader) -> None:
    reader.open("#/projects/gamma")
    quotes = reader.texts("[data-column=name] blockquote")
    # The text of the second document may be published; of the first only what is quoted from it.
    assert "The Gamma Centre was opened by Alpha University and Beta College." in quotes
    assert "=Alpha University … Beta College … opened … Gamma Centre … May 2014 … about 120 students" in [
        q.replace("… the", "…") for q in quotes
    ]


def test_what_is_only_planned_is_marked(reader: Reader) -> None:
    reader.open("#/projects")
    assert reader.texts(".list tbody tr:has(.not-yet) th") == [f"Žilina {SCRIPT} planned"]
    reader.open("#/projects/hostile")
    assert reader.text("h1 .badge") == "planned"
    assert "The document says it is planned or under way." in reader.text(".claim figcaption")


def test_what_is_not_stated_is_said_to_be(reader: Reader) -> None:
    reader.open("#/projects/gamma")
    assert "Status" in reader.text(".missing")
    assert "Not stated in the documents" in reader.text(".missing")
    reader.open("#/projects?q=gamma")
    assert "not stated" in reader.text(".list tbody .empty")


def test_codes_and_keys_are_shown_in_words(reader: Reader) -> None:
    reader.open("#/organisations")
    assert "University" in reader.texts("td[data-title=Kind]")
    assert "Kazakhstan" in reader.texts("td[data-title=Country]")


def test_a_row_leads_to_those_that_speak_of_it(reader: Reader) -> None:
    reader.open("#/organisations/alpha")
    assert "Gamma Centre" in reader.texts("main section li a")
    reader.link("Gamma Centre").click()
    reader.headline("Gamma Centre")
    related = next(t for t in reader.texts("main section") if t.startswith("Related"))
    assert "Alpha University · Founder evidence" in related
    assert "about 120 persons" in related.replace("approximately", "about")


def test_a_row_says_how_many_documents_speak_of_it_in_words_of_their_own(reader: Reader) -> None:
    reader.open("#/projects/gamma")
    assert "2 documents speak of it, but one in words taken from another." in reader.text("main")


def test_doubts_about_a_row_are_told(reader: Reader) -> None:
    reader.open("#/projects/gamma")
    assert "Something here disagrees" in reader.text(".notice")
    assert "The years differ <script>" in reader.text(".discrepancy")


def test_a_document_lists_what_was_read_from_it(reader: Reader) -> None:
    reader.open("#/documents/two")
    read = next(t for t in reader.texts("main section") if t.startswith("What was read from it"))
    assert "Gamma Centre" in read
    assert "Participants" in read
    reader.find(".text summary").click()
    reader.waits(lambda: reader.text(".text"), lambda found: "It is “open” to Zeta" in found)


def test_links_lead_to_the_web_only(reader: Reader) -> None:
    reader.open("#/documents/one")
    assert "javascript:document.title" in reader.text("main")
    for route in ("#/documents/one", "#/documents/two", "#/projects/hostile", "#/documents"):
        reader.open(route)
        for link in reader.run("return [...document.links].map(a => a.href)"):
            assert link.split(":")[0] in ("http", "https", "file"), link
    reader.open("#/documents/two")
    assert reader.link("https://example.org/two?a=<b>").get_attribute("href") == "https://example.org/two?a=%3Cb%3E"


def test_names_that_are_markup_are_only_shown(reader: Reader) -> None:
    for route in ("#/projects", "#/projects/hostile", "#/search?q=script", f"#/search?q={SCRIPT}", f"#/{SCRIPT}/x"):
        reader.open(route)
        assert "<script>" in reader.text("main"), route


def test_everything_is_searched(reader: Reader) -> None:
    reader.open()
    reader.type("#everywhere", "gamma\n")
    reader.headline("Search: gamma")
    assert "Gamma Centre" in reader.texts("main section li a")
    assert reader.driver.current_url.endswith("#/search?q=gamma")
    reader.driver.back()
    reader.waits(lambda: reader.text("h1"), lambda found: "Education" in found)


def test_what_is_shown_is_downloaded_as_the_package_has_it(reader: Reader, package: Path) -> None:
    for name in ("documents", "projects", "claims"):
        reader.open(f"#/{name}")
        reader.find("#save").click()
        saved = reader.downloads / f"{name}.csv"
        wanted = (package / f"csv/{name}.csv").read_bytes()
        reader.waits(lambda s=saved: s.read_bytes() if s.is_file() else b"", lambda found, w=wanted: found == w)
        saved.unlink()
    assert b'"\'=A centre opens"' in (package / "csv/documents.csv").read_bytes()


def test_what_is_not_there_is_said_to_be_missing(reader: Reader) -> None:
    for route, said in (("#/projects/nothing", "has no row “nothing”"), ("#/nothing", "There is no table “nothing”")):
        reader.open(route)
        assert said in reader.text("main")
    reader.open("#/rejects")
    assert "This table has no rows in this release." in reader.text("main")


def test_an_old_id_leads_to_the_new_one(reader: Reader) -> None:
    reader.open("#/projects/delta")
    reader.link("gamma").click()
    reader.headline("Gamma Centre")


def test_all_is_unfolded_for_printing(reader: Reader) -> None:
    reader.open("#/documents/two")
    reader.run("dispatchEvent(new Event('beforeprint'))")
    assert "It is “open” to Zeta" in reader.text(".text")
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert not reader.find("header nav").is_displayed()
    assert reader.find(".text p").is_displayed()
    reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_nothing_is_wider_than_a_telephone(reader: Reader) -> None:
    reader.width(360)
    for route in ("", "#/projects", "#/projects/gamma", "#/documents/two", "#/claims", "#/search?q=a"):
        reader.open(route)
        assert reader.run("return document.documentElement.scrollWidth") <= 360, route


def test_everything_that_is_typed_into_has_a_label(reader: Reader) -> None:
    for route in ("", "#/projects", "#/observations"):
        reader.open(route)
        inputs = "return [...document.querySelectorAll('input, select')].filter(e => !e.labels.length).length"
        assert reader.run(inputs) == 0
        assert reader.run("return document.querySelectorAll('h1').length") == 1
        assert reader.run("return document.documentElement.lang") == "en"


def test_colours_can_be_read_in_light_and_dark(reader: Reader) -> None:
    for scheme in ("light", "dark"):
        feature = {"name": "prefers-color-scheme", "value": scheme}
        reader.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [feature]})
        reader.open("#/projects/hostile")
        for selector in ("body", "a", ".muted", "mark", ".badge.not-yet"):
            assert contrast(reader, selector) >= 4.5, (scheme, selector)


def contrast(reader: Reader, selector: str) -> float:
    """Contrast of a text with what is behind it, as WCAG counts it."""
    found = reader.run(
        """
        const element = document.querySelector(arguments[0]);
        let behind = element;
        const page = (e) => getComputedStyle(e).backgroundColor;
        while (behind.parentElement && page(behind) === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
        return [getComputedStyle(element).color, page(behind)].map(c => c.match(/[0-9.]+/g).slice(0, 3).map(Number));
        """,
        selector,
    )

    def light(colour: list[float]) -> float:
        parts = [c / 255 for c in colour]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted(map(light, found))
    return (high + 0.05) / (low + 0.05)


def test_a_release_that_is_too_large_says_what_to_use(
    browser: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explorer, "MOST_ROWS", 1)
    write_release(rows(), raw_texts(), tmp_path / "dist")
    browser.address = (tmp_path / "dist/package/index.html").as_uri()
    browser.driver.get_log("browser")
    for route in ("", "#/projects", "#/projects/gamma", "#/search?q=gamma"):
        browser.open(route)
        assert "educoop.duckdb" in browser.text("#too-large")
    browser.open("#/projects")
    assert "What the columns mean" in browser.text("main")
    assert [entry["message"] for entry in browser.driver.get_log("browser")] == []


def test_views_of_every_table_open(browser: Reader, package: Path) -> None:
    # Of some rows each: browsers hold back a page that changes its address hundreds of times.
    browser.address = (package / "index.html").as_uri()
    browser.open()
    browser.driver.get_log("browser")
    browser.driver.set_script_timeout(30)
    empty = browser.driver.execute_async_script(
        """
        const done = arguments[0];
        const rows = JSON.parse(document.getElementById("rows").textContent);
        const { tables } = JSON.parse(document.getElementById("release").textContent);
        const ways = tables.flatMap(({ name, schema }) => [[name], ...rows[name].slice(0, 6).map(values =>
          [name, ...schema.primaryKey.map(key => String(values[schema.fields.findIndex(f => f.name === key)]))])]);
        (async () => {
          const wrong = [];
          for (const way of ways) {
            const seen = new Promise(seen => addEventListener("hashchange", seen, { once: true }));
            location.hash = "#/" + way.map(encodeURIComponent).join("/");
            await seen;
            const title = document.querySelector("h1")?.textContent;
            if (!title || title === "Not here") wrong.push(way);
          }
          done(wrong);
        })();
        """
    )
    assert json.dumps(empty) == "[]"
    assert [entry["message"] for entry in browser.driver.get_log("browser")] == []
