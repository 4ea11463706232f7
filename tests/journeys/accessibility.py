"""Asks axe-core what a page does to people who see badly, or use no mouse."""

from pathlib import Path

AXE = (Path(__file__).parent / "axe/axe.min.js").read_text(encoding="utf-8")
RUN = """async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations
        .filter((one) => ["serious", "critical"].includes(one.impact))
        .map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def check_page(page):
    """Nothing serious, one first heading, a language, and no scrolling sideways."""
    page.evaluate(AXE)
    assert page.evaluate(RUN) == [], page.url
    assert page.locator("h1:visible").count() == 1, page.url
    assert page.get_attribute("html", "lang"), page.url
    assert page.evaluate(OVERFLOW) <= 0, page.url
