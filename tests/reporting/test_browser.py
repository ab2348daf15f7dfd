"""The page in a real browser: opened from its file, it asks for nothing, complains of nothing, and can be used.

Needs Debian's `chromium` and `chromium-driver`; nothing is fetched while the tests run.
"""

import json
import shutil
import time
from dataclasses import replace
from importlib.resources import files

import pytest

from tests.reporting.conftest import QUESTION, many, searched
from theoremcheck.claim import Introductions
from theoremcheck.reporting import build_report

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium on this machine: install Debian's chromium and chromium-driver"
)

PLACES = ("index.html", "papers/planted.html", "papers/hostile.html", "questions/is-the-coin-fair.html")

FILTER = """
const field = document.getElementById('search');
const started = performance.now();
field.value = arguments[0];
field.dispatchEvent(new Event('input'));
document.body.offsetHeight;
return performance.now() - started;
"""


@pytest.fixture(scope="module")
def browser():
    from selenium import webdriver

    driver = shutil.which("chromedriver")
    assert driver, "chromium is here, but chromedriver is not: install Debian's chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield browser
    browser.quit()


@pytest.fixture(scope="module")
def folder(all_entries, tmp_path_factory):
    """A report in which one claim has a counterexample and maps too."""
    entries = [searched(entry) if entry.name == "planted.ladder" else entry for entry in all_entries]
    said = Introductions(questions=(QUESTION,))
    return build_report(tmp_path_factory.mktemp("browsed"), entries, "quick", said=said).parent


@pytest.fixture
def page(browser, folder):
    """The page, freshly opened at desktop size in light colours."""
    return opened(browser, folder)


@pytest.fixture
def paper(browser, folder):
    """A paper's page, freshly opened likewise."""
    return opened(browser, folder, place="papers/planted.html")


def opened(browser, folder, width=1280, scheme="light", place="index.html"):
    browser.get("about:blank")
    for log in ("browser", "performance"):
        browser.get_log(log)
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    browser.execute_cdp_cmd(
        "Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    )
    browser.get((folder / place).as_uri())
    return browser


def rows(page):
    """Names of the claims in the catalogue, as shown."""
    return page.execute_script(
        "return [...document.querySelectorAll('.catalogue tbody tr:not([hidden])')].map(row => row.dataset.name)"
    )


def press(page, *keys):
    from selenium.webdriver import ActionChains

    for key in keys:
        ActionChains(page).send_keys(key).perform()


@pytest.mark.parametrize("place", PLACES)
def test_opened_from_its_file_it_asks_for_nothing_and_complains_of_nothing(browser, folder, place):
    page = opened(browser, folder, place=place)
    page.execute_script("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    messages = [json.loads(entry["message"])["message"] for entry in page.get_log("performance")]
    asked = [
        message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"
    ]
    assert [url for url in asked if not url.startswith("data:")] == [(folder / place).as_uri()]
    assert page.get_log("browser") == []


@pytest.mark.parametrize("place", PLACES)
def test_nothing_hostile_was_executed(browser, folder, place):
    page = opened(browser, folder, place=place)
    assert page.title != "owned"
    assert page.execute_script("return document.scripts.length") == 1


def test_sorting_by_a_column_and_back(page):
    from selenium.webdriver.common.by import By

    heading = page.find_element(By.CSS_SELECTOR, "[data-column='5']")
    sort = "return [...document.querySelectorAll('.catalogue tbody tr')].map(row => Number(row.cells[5].dataset.sort))"
    heading.click()
    draws = page.execute_script(sort)
    assert draws == sorted(draws) and heading.find_element(By.XPATH, "..").get_attribute("aria-sort") == "ascending"
    heading.click()
    assert page.execute_script(sort) == sorted(draws, reverse=True)


def test_filters_narrow_the_catalogue_and_say_how_far(page):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.select import Select

    Select(page.find_element(By.CSS_SELECTOR, "[data-filter='verdict']")).select_by_value("refuted")
    assert rows(page) == ["planted.as-printed", "planted.surprise"]
    assert page.find_element(By.ID, "shown").text == "2 of 7 claims"
    page.find_element(By.ID, "search").send_keys("surprise")
    assert rows(page) == ["planted.surprise"]
    page.find_element(By.ID, "all").click()
    assert page.execute_async_script(
        "setTimeout(() => arguments[0](document.getElementById('shown').textContent), 20)"
    ) == ("7 claims")


@pytest.mark.parametrize("attribute, value, expected", [("paper", "hostile", 1), ("exactness", "paraphrased", 1)])
def test_every_filter_works(page, attribute, value, expected):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.select import Select

    Select(page.find_element(By.CSS_SELECTOR, f"[data-filter='{attribute}']")).select_by_value(value)
    assert len(rows(page)) == expected


def test_the_search_reads_statements_too(page):
    assert page.execute_script(FILTER, "vanishes like") >= 0
    assert rows(page) == ["planted.ladder"]


def test_every_claim_is_reached_and_opened_by_keyboard_alone(page):
    from selenium.webdriver import Keys

    reached = []
    for _ in range(120):
        press(page, Keys.TAB)
        link = page.execute_script("return document.activeElement.getAttribute('href')")
        if link and page.execute_script("return !!document.activeElement.closest('.catalogue')"):
            reached.append(link.partition("#")[2])
    assert sorted(set(reached)) == sorted(rows(page))
    page.execute_script("document.querySelector(\".catalogue a[href$='#planted.ladder']\").focus()")
    press(page, Keys.ENTER)
    time.sleep(0.3)
    assert page.current_url.endswith("papers/planted.html#planted.ladder")
    assert page.execute_script("return document.querySelector('[id=\"planted.ladder\"] details.evidence').open")


def test_headings_sort_by_keyboard(page):
    from selenium.webdriver import Keys

    page.execute_script("document.querySelector('[data-column=\"1\"]').focus()")
    press(page, Keys.ENTER)
    assert page.execute_script("return document.querySelector('th[aria-sort]').textContent.trim()") == "verdict"


def test_mathematics_is_set_in_the_font_that_the_page_carries(paper):
    paper.execute_async_script("document.fonts.ready.then(arguments[0])")
    assert paper.execute_script("return [...document.fonts].map(font => font.status)") == ["loaded"]
    assert paper.execute_script("return getComputedStyle(document.querySelector('math')).fontFamily").startswith(
        '"Theoremcheck Math"'
    )


def test_evidence_opens_by_keyboard(paper):
    from selenium.webdriver import Keys

    paper.execute_script("document.querySelector('[id=\"planted.heads\"] summary').focus()")
    press(paper, Keys.SPACE)
    assert paper.execute_script("return document.querySelector('[id=\"planted.heads\"] details').open")


def test_the_catalogue_sorts_by_the_order_of_the_papers_statements(page):
    page.execute_script("document.querySelector('[data-column=\"7\"]').click()")
    assert rows(page)[0] == "hostile.text" and rows(page) != sorted(rows(page))


def test_a_link_to_a_claim_on_the_front_page_leads_to_its_evidence(page):
    page.execute_script("location.hash = '#planted.ladder'")
    time.sleep(0.3)
    assert page.current_url.endswith("papers/planted.html#planted.ladder")
    assert page.execute_script("return document.querySelector('[id=\"planted.ladder\"] details.evidence').open")


def test_a_reader_draws_any_number_against_any_other(paper):
    chosen = """
    const place = document.querySelector('[id="planted.ladder"] .draws');
    const [across, up] = place.querySelectorAll('select');
    const named = () => [...place.querySelectorAll('figure .name')].map(name => name.textContent);
    const before = named();
    across.selectedIndex = [...across.options].findIndex(option => option.textContent === arguments[0]);
    across.dispatchEvent(new Event('change'));
    return [before, named(), place.querySelectorAll('figure .dot').length, !across.parentElement.hidden];
    """
    before, after, marks, visible = paper.execute_script(chosen, "noise")
    assert before == ["size", "the claim's margin"] and after == ["noise", "the claim's margin"] and marks and visible


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PLACES)
def test_axe_finds_no_serious_violation(browser, folder, width, scheme, place):
    page = opened(browser, folder, width, scheme, place)
    page.execute_script("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    page.execute_script((files("axe_core_python") / "axe.min.js").read_text(encoding="utf-8"))
    found = page.execute_async_script("axe.run(document, {resultTypes: ['violations']}).then(arguments[0])")
    grave = [
        (violation["id"], violation["nodes"][0]["html"][:200])
        for violation in found["violations"]
        if violation["impact"] in ("serious", "critical")
    ]
    assert grave == [] and len(found["passes"]) > 20


@pytest.mark.parametrize(("width", "folded"), [(390, True), (1280, False)])
def test_on_a_phone_the_papers_lists_are_folded(browser, folder, width, folded):
    page = opened(browser, folder, width)
    lists = page.execute_script("return [...document.querySelectorAll('details.list')].map(list => list.open)")
    assert lists and any(lists) is not folded


def test_on_a_phone_verdict_and_bound_are_read_without_scrolling_sideways(browser, folder):
    page = opened(browser, folder, 390)
    ends = page.execute_script(
        "return [...document.querySelectorAll('.catalogue td:nth-child(-n + 3)')]"
        ".map(cell => cell.getBoundingClientRect().right)"
    )
    assert len(ends) == 14 and max(ends) <= 390


@pytest.mark.parametrize("place", PLACES)
def test_no_part_of_the_page_is_wider_than_a_phone(browser, folder, place):
    page = opened(browser, folder, 390, place=place)
    page.execute_script("document.querySelectorAll('details').forEach(details => { details.open = true; })")
    assert page.execute_script("return document.documentElement.scrollWidth") <= 390


def test_a_long_formula_in_a_line_is_scrolled_to_on_a_phone(browser, entry, tmp_path):
    """A claim cuts off what leaves it, so the paragraph has to scroll; nothing of it is cut off above or below."""
    long = " + ".join(rf"\frac{{x_{{{number}}}}}{{\sqrt{{n}}}}" for number in range(30))
    wide = replace(entry("heads"), statement=f"A sum.\n\nLet ${long}$ be small, or\n\n${long}$")
    page = opened(browser, build_report(tmp_path, [wide], "quick").parent, 390, place="papers/planted.html")
    paragraphs = page.execute_script(
        "return [...document.querySelectorAll('.statement p:has(math)')].map(p => [getComputedStyle(p).overflowX, "
        "p.scrollWidth - p.clientWidth, p.scrollHeight - p.clientHeight])"
    )
    assert len(paragraphs) == 2 and page.execute_script("return document.documentElement.scrollWidth") <= 390
    for overflow, right, below in paragraphs:
        assert overflow == "auto" and right > 200 and below == 0


@pytest.mark.parametrize("place", PLACES)
def test_a_long_key_of_a_picture_wraps_on_a_phone(browser, folder, place):
    page = opened(browser, folder, 390, place=place)
    page.execute_script(
        "document.querySelectorAll('figcaption').forEach(caption => { "
        "caption.innerHTML = '<span class=\"key dot\">' + 'a key of many words '.repeat(9) + '</span>'; })"
    )
    assert page.execute_script("return document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_cut_off_at_the_edge_of_a_sheet(browser, folder, place):
    """A4 less its margins has 718 pixels, and nobody scrolls it sideways."""
    page = opened(browser, folder, 718, place=place)
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        page.execute_script(
            "document.querySelectorAll('figcaption, .statement, .catalogue tbody td:last-child').forEach(part => { "
            "part.textContent = 'of many words '.repeat(9); })"
        )
        reaches = page.execute_script(
            "return [...document.querySelectorAll('body *:not(svg *)')].map(part => part.getBoundingClientRect())"
            ".filter(box => box.width && box.right > 719).length"
        )
        cut = page.execute_script(
            "return [...document.querySelectorAll('.scroll, p:has(math), math[display=block]')]"
            ".filter(part => getComputedStyle(part).overflowX !== 'visible').length"
        )
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert (reaches, cut) == (0, 0)


def test_five_hundred_claims_filter_in_less_than_a_fifth_of_a_second(browser, all_entries, tmp_path):
    build_report(tmp_path, many(all_entries, 500), "quick")
    page = opened(browser, tmp_path)
    given_up = time.monotonic() + 10
    while (
        len(rows(page)) < 500 and time.monotonic() < given_up
    ):  # frame by frame here too, while others use the machine
        time.sleep(0.1)
    assert len(rows(page)) == 500
    rounds = [
        [page.execute_script(FILTER, text) for text in ("claim-number-7", "ladder", "", "supported", "")]
        for _ in range(3)
    ]
    best = [min(times) for times in zip(*rounds, strict=True)]  # other processes may share this machine
    assert max(best) < 200
    print("filtered 500 claims in", [round(milliseconds) for milliseconds in best], "ms")
    page.execute_async_script("setTimeout(arguments[0], 1000)")
    assert len(rows(page)) == 500  # the rows beyond the first hundred follow frame by frame
