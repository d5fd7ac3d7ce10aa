"""The strict policy holds in a real browser, and axe works under it."""


def test_an_inline_script_is_not_run(chromium, live_server):
    page = chromium.new_page(base_url=live_server.url)
    told = []
    page.on("console", lambda message: told.append(message.text))
    page.goto("/healthz")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    ran = page.evaluate("window.ran")
    page.close()
    assert ran is None
    assert any("Content Security Policy" in line for line in told)


def test_axe_finds_a_field_without_a_label(page_at, axe):
    page = page_at(path="/healthz")
    page.evaluate("document.body.append(document.createElement('input'))")
    assert any(each.startswith("label:") for each in axe(page))
