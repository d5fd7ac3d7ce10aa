"""The gallery and the error pages, in a real browser."""

import pytest
from playwright.sync_api import expect

PHONE, DESK, NARROW = 390, 1440, 320
PAGES = ["/ui/", "/ui/bieu-mau-loi/", "/ui/cong-dan/", "/ui/ban-in/"]
ERRORS = [f"/ui/loi/{status}/" for status in (400, 403, 404, 419, 429, 500)]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("path", PAGES)
def test_pages_break_no_rule_of_accessibility(page_at, axe, unlabelled, path, width, dark):
    page = page_at(width, dark=dark, path=path)
    assert axe(page) == []
    assert unlabelled(page) == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", ERRORS)
def test_error_pages_break_no_rule_of_accessibility(page_at, axe, path, dark):
    page = page_at(PHONE, dark=dark, path=path)
    assert axe(page) == []
    page.set_viewport_size({"width": DESK, "height": 900})
    assert axe(page) == []


def test_the_instruments_find_what_is_wrong(page_at, axe, unlabelled, overflowing):
    page = page_at(NARROW, path="/ui/loi/404/")
    page.evaluate(
        """() => { document.querySelector('main').insertAdjacentHTML('beforeend',
          '<input placeholder="Tên"><img src="/static/ui/mark.svg"><p>' + 'dài'.repeat(400) + '</p>');
          document.querySelector('main').lastChild.style.whiteSpace = 'nowrap' }"""
    )
    assert any("image-alt" in line for line in axe(page))
    assert len(unlabelled(page)) == 1
    assert overflowing(page)


@pytest.mark.parametrize("path", [*PAGES, "/ui/loi/404/"])
def test_nothing_scrolls_sideways_at_320_px(page_at, overflowing, path):
    assert overflowing(page_at(NARROW, path=path)) == []


def test_every_focusable_thing_shows_that_it_has_the_focus(page_at):
    page = page_at(DESK, path="/ui/")
    unseen = []
    for _ in range(150):
        page.keyboard.press("Tab")
        unseen += page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return [];
               const s = getComputedStyle(e);
               return s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2 ?
                 [e.outerHTML.slice(0, 120)] : [] }"""
        )
    assert unseen == []


def test_the_ground_follows_the_switch_and_is_remembered(page_at):
    page = page_at(DESK, path="/ui/")
    paper = "() => getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.click("details.user > summary")
    page.click("[data-theme-set=dark]")
    dark = page.evaluate(paper)
    assert light != dark
    page.reload()
    assert page.evaluate(paper) == dark
    assert page.get_attribute("[data-theme-set=dark]", "aria-pressed") == "true"


def test_menus_close_on_a_click_elsewhere_and_on_escape(page_at):
    page = page_at(DESK, path="/ui/")
    page.click("details.user > summary")
    page.click("h1")
    assert page.get_attribute("details.user", "open") is None
    page.click("details.user > summary")
    page.keyboard.press("Escape")
    assert page.get_attribute("details.user", "open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_question_mark_shows_the_keys_and_escape_gives_the_focus_back(page_at):
    page = page_at(DESK, path="/ui/")
    page.keyboard.press("?")
    dialog = page.locator("dialog#keys[open]")
    assert "Tiếp nhận, in giấy hẹn" in dialog.inner_text()
    assert page.evaluate("document.querySelector('#keys').matches(':modal')")
    page.keyboard.press("Escape")
    assert page.locator("dialog[open]").count() == 0


def test_one_letter_keys_can_be_switched_off_and_never_act_while_typing(page_at):
    page = page_at(DESK, path="/ui/")
    page.keyboard.press("b")
    page.wait_for_selector("dialog#ask[open]")
    page.keyboard.press("b")
    page.keyboard.press("Escape")
    page.focus("#id_name")
    page.keyboard.type("bb/")
    assert page.input_value("#id_name") == "bb/"
    assert page.locator("dialog[open]").count() == 0
    page.click("[aria-label='Phím tắt']")
    page.check("[data-keys-off]")
    page.keyboard.press("Escape")
    page.click("h1")
    page.keyboard.press("b")
    page.wait_for_timeout(250)  # a letter waits a moment before it acts
    assert page.locator("dialog[open]").count() == 0


def test_a_scanned_code_presses_no_shortcut(page_at):
    page = page_at(DESK, path="/ui/")
    page.keyboard.type("b-2611/0007")
    page.wait_for_timeout(250)
    assert page.locator("dialog[open]").count() == 0


def test_slash_goes_to_the_search_box_and_alt_1_to_the_first_part(page_at):
    page = page_at(DESK, path="/ui/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "scan"
    page.keyboard.press("Alt+1")
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_a_scanned_code_reaches_the_search_wherever_the_focus_is(page_at):
    page = page_at(DESK, path="/ui/")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.keyboard.type("H57.23.107-261105-0018", delay=2)
        page.keyboard.press("Enter")
    assert "q=H57.23.107-261105-0018" in (sent.value.post_data or "")


@pytest.mark.parametrize("number", ["046190000318", "046 190 000 318", "190123456", "0912345274"])
def test_a_persons_number_typed_into_a_filter_never_stands_in_an_address(page_at, number):
    page = page_at(DESK, path="/ui/")
    page.fill("form.filters input >> nth=0", number)
    with page.expect_request(lambda request: True) as sent:
        page.keyboard.press("Enter")
    assert sent.value.method == "POST"
    assert "".join(number.split()) in (sent.value.post_data or "")
    assert number[-4:] not in page.url


def test_choosing_all_counts_and_the_bar_does_not_hide_the_row_with_the_focus(page_at):
    page = page_at(DESK, path="/ui/")
    page.check("[data-check-all]")
    assert page.inner_text(".bulkbar p") == "4 hồ sơ đã chọn"
    page.uncheck("input[name=pick] >> nth=1")
    assert page.inner_text(".bulkbar p") == "3 hồ sơ đã chọn"
    assert page.evaluate("document.querySelector('[data-check-all]').indeterminate")
    page.click("[data-uncheck]")
    expect(page.locator(".bulkbar")).to_be_hidden()


@pytest.mark.parametrize(
    ("typed", "written"),
    [("1/2/26", "01/02/2026"), ("010226", "01/02/2026"), ("1.2.2026", "01/02/2026"), ("31/2/26", "31/2/26")],
)
def test_dates_are_written_out_when_one_leaves_the_field(page_at, typed, written):
    page = page_at(DESK, path="/ui/")
    page.fill("#id_born", typed)
    page.keyboard.press("Tab")
    assert page.input_value("#id_born") == written


def test_the_page_begins_at_its_error_summary_whose_links_lead_to_the_fields(page_at):
    page = page_at(DESK, path="/ui/bieu-mau-loi/")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    page.click(".error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_name"


def test_a_form_is_sent_once(page_at):
    page = page_at(DESK, path="/ui/")
    sent = []
    page.route("**/*", lambda route: sent.append(1) if route.request.method == "POST" else route.continue_())
    page.locator("form[aria-label='Biểu mẫu mẫu']").evaluate("form => { form.requestSubmit(); form.requestSubmit() }")
    page.wait_for_timeout(200)
    assert sent == [1]


def test_on_phones_the_menu_is_at_the_foot_and_filters_open_as_a_panel(page_at):
    page = page_at(PHONE, path="/ui/")
    expect(page.locator(".phonebar")).to_be_visible()
    expect(page.locator("#side")).to_be_hidden()
    page.click(".phonebar button")
    expect(page.locator("#side")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#id_step")).to_be_hidden()
    page.click("text=Bộ lọc")
    expect(page.locator("#id_step")).to_be_visible()


def test_without_script_lists_forms_and_menus_still_work(page_at):
    page = page_at(DESK, path="/ui/", script=False)
    page.check("input[name=pick] >> nth=0")
    expect(page.locator(".bulkbar")).to_be_visible()
    page.click("details.user > summary")
    expect(page.locator("text=Ủy quyền khi vắng")).to_be_visible()
    page.fill("#id_q", "khai sinh")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    assert "q=khai+sinh" in page.url


def test_a_list_laid_out_for_phones_is_still_a_table_to_a_screen_reader(page_at):
    page = page_at(PHONE, path="/ui/")
    table = page.get_by_role("table", name="Hồ sơ phải làm, gần hạn nhất trước")
    assert table.get_by_role("row").count() == 6
    row = table.get_by_role("row").filter(has_text="261104-0021")
    assert row.get_by_role("rowheader").inner_text().endswith("261104-0021")
    assert row.get_by_role("cell").count() == 5


def test_columns_one_hides_stay_hidden(page_at):
    page = page_at(DESK, path="/ui/")
    page.click("[data-columns-of] summary")
    page.uncheck("[data-columns-of] input")
    expect(page.locator("td.step >> nth=0")).to_be_hidden()
    page.reload()
    expect(page.locator("td.step >> nth=0")).to_be_hidden()


def test_arrows_walk_a_sheet(page_at):
    page = page_at(DESK, path="/ui/")
    page.focus(".sheet input >> nth=0")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.ariaLabel") == "Tự chấm: Hoàn thành kế hoạch"


def test_nothing_inline_reaches_the_browser(page_at):
    page = page_at(DESK, path="/ui/")
    assert page.locator("[style], style, script:not([src])").count() == 0
