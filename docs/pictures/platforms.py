"""Draws what students see on each platform: results that tests keep → HTML → PNG, for docs/platforms.md. Otter's are in
``otter.json``, as ``otter run`` wrote them.

    .venv/bin/python docs/pictures/platforms.py

The platforms' own pages differ in detail; what is said, in which order, and what is shown when, is in the results. Needs Chromium.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import jinja2
from markdown_it import MarkdownIt

HERE = Path(__file__).resolve().parent
KEPT = HERE.parent.parent / "tests/functional/__snapshots__/test_platform_results"
EXAMPLE = "test_results[lecture07-misconceptions-{}].txt"
PAGES = {
    "gradescope_at_once": "Gradescope, at once",
    "gradescope_published": "Gradescope, grades published",
    "otter": "Otter, results published",
    "prairielearn": "PrairieLearn",
    "github": "GitHub, the job's log",
}


def results(platform: str) -> dict[str, Any]:
    file = HERE / "otter.json" if platform == "otter" else KEPT / EXAMPLE.format(platform)
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def page(name: str) -> str:
    """The HTML of one picture."""
    template = jinja2.Template((HERE / "platforms.html.jinja").read_text(), autoescape=True)
    return template.render(title=PAGES[name], **_parts(name))


def _parts(name: str) -> dict[str, Any]:
    if name == "github":
        log = results("github")["log"]
        return {"log": log, "total": log.splitlines()[0]}
    if name == "prairielearn":
        data = results("prairielearn")
        tests = [
            {
                "name": test["name"],
                "points": f"{test['points']:g} / {test['max_points']:g}",
                "good": test["points"] == test["max_points"],
                "text": test["output"],
            }
            for test in data["tests"]
        ]
        return {
            "total": f"Score: {data['score']:.0%}",
            "message": data["message"],
            "tests": tests,
        }
    if name == "otter":
        data = results("otter")
        return {"total": _total(data), "tests": [_test(test, md=False) for test in data["tests"]]}
    data = results("gradescope")
    published = name == "gradescope_published"
    kept = [test for test in data["tests"] if published or test["visibility"] == "visible"]
    html = MarkdownIt("commonmark", {"html": False})
    return {
        "total": _total(data) if published else "Total: hidden until the grades are published",
        "message_html": html.render(data["output"]),
        "tests": [_test(test, md=True) for test in kept],
    }


def _total(data: dict[str, Any]) -> str:
    scored = [test for test in data["tests"] if "score" in test]
    whole = sum(test["max_score"] for test in scored)
    return f"Total: {sum(test['score'] for test in scored):g} / {whole:g}"


def _test(test: dict[str, Any], *, md: bool) -> dict[str, Any]:
    number = f"{test['number']}) " if "number" in test else ""
    scored = "max_score" in test
    good = test["score"] == test["max_score"] if scored else test["status"] == "passed"
    html = MarkdownIt("commonmark", {"html": False})
    return {
        "name": number + test["name"],
        "points": f"{test['score']:g} / {test['max_score']:g}" if scored else "",
        "good": good,
        "text": "" if md else test["output"],
        "html": html.render(test["output"]) if md else "",
    }


def main() -> None:
    from playwright.sync_api import sync_playwright

    chromium = sys.argv[1] if len(sys.argv) > 1 else "/usr/bin/chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        shown = running.new_page(viewport={"width": 860, "height": 200})
        for name in PAGES:
            shown.set_content(page(name))
            shown.screenshot(path=HERE / f"{name}.png", full_page=True)
        running.close()


if __name__ == "__main__":
    main()
