"""How fast the filter of a large class's report answers in Chromium: from the key to the frame that shows it.

python benchmarks/pages.py [--students 10000] [--chromium PATH]
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from examples import reports
from playwright.sync_api import sync_playwright

from grader.course.standing import Standing
from grader.exporters.page import ClassPage

ACT = """text => new Promise(done => {
  const field = document.querySelector("input[type=search]"), told = document.getElementById("told");
  const before = told.textContent, begin = performance.now();
  new MutationObserver((_, watcher) => {
    watcher.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - begin)));
  }).observe(told, {childList: true, characterData: true, subtree: true});
  field.value = text;
  field.dispatchEvent(new Event("input", {bubbles: true}));
})"""


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--students", type=int, default=10_000)
    parser.add_argument("--chromium", default=shutil.which("chromium"))
    options = parser.parse_args()
    examples = reports()
    page = ClassPage("Large", links="feedback/")
    begin = time.perf_counter()
    for number in range(options.students):
        student = f"student{number:05}"
        made = msgspec.structs.replace(examples[number % len(examples)], submission=student)
        page.add(Standing(student=student, final=made.earned, report=made))
    text = page.render()
    print(
        f"{options.students} students: {time.perf_counter() - begin:.1f} s, {len(text.encode()) / 1e6:.2f} MB"
    )
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        path = Path(name) / "report.html"
        path.write_text(text, encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=options.chromium, args=["--no-sandbox"]
        )
        shown = browser.new_page()
        begin = time.perf_counter()
        shown.goto(path.as_uri())
        shown.get_by_text(f"{options.students} of {options.students} students shown").wait_for()
        print(f"opened after {time.perf_counter() - begin:.1f} s")
        for words in (["student0", "student01", "student012"], ["7", "77", "777", ""]):
            times = [shown.evaluate(ACT, word) for _ in range(5) for word in words]
            print(
                f"filter, {words}: median {statistics.median(times):.0f} ms, most {max(times):.0f} ms"
            )
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
