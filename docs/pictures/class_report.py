"""Draws the report of a small class, graded for it: example submissions → grader batch → PNG, for README.md.

    .venv/bin/python docs/pictures/class_report.py

Needs Chromium and a minute.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXAMPLES = ROOT / "assignments" / "lecture07" / "examples"
CLASS = {
    "ada.l": "untouched.py",
    "anna.müller": "perfect.py",
    "ben.s": "half_done.py",
    "chen.wei": "perfect.py",
    "dana.k": "endless_loop.py",
    "emil.ågård": "crash.py",
    "hana.t": "misconceptions.py",
    "ivo.m": "half_done.py",
    "li.xiaolong": "misconceptions.py",
    "mia.schulz": "wrong_signature.py",
    "noor.a": "notebook.ipynb",
    "søren.b": "perfect.py",
}


def graded(folder: Path) -> Path:
    """The report of the class."""
    (folder / "class").mkdir()
    for student, example in CLASS.items():
        path = (folder / "class" / student).with_name(student + Path(example).suffix)
        shutil.copy(EXAMPLES / example, path)
    (folder / "class" / "jan.broken.py").write_bytes(b"\xff\xfe\xff")
    command = ["batch", folder / "class", "-a", "lecture07", "-o", folder / "out", "--quiet"]
    subprocess.run([sys.executable, "-m", "grader", *map(str, command)], cwd=ROOT, check=True)
    return folder / "out" / "report.html"


def opened(browser: Browser, report: Path, width: int, scheme: Literal["light", "dark"]) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 1150}, color_scheme=scheme)
    page.goto(report.as_uri())
    return page


def main() -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        report = graded(Path(name))
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        opened(browser, report, 1100, "light").screenshot(path=HERE / "class_report.png")
        opened(browser, report, 1100, "dark").screenshot(path=HERE / "class_report_dark.png")
        opened(browser, report, 400, "light").screenshot(path=HERE / "class_report_narrow.png")
        page = opened(browser, report, 400, "dark")
        page.evaluate("document.getElementById('students').scrollIntoView()")
        page.screenshot(path=HERE / "class_report_narrow_dark.png")
        page = opened(browser, report, 1100, "light")
        page.evaluate("document.getElementById('misconceptions').scrollIntoView()")
        page.screenshot(path=HERE / "class_report_similar.png")
        browser.close()


if __name__ == "__main__":
    main()
