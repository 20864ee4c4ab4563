"""Kits in throw-away containers: set up by their own ``setup.sh``, called as the small platforms call them, as root, without a network; what
they hand over is word for word what is made here.

By default a few of ``tests/handed_in.py`` go through each; ``make platforms`` sends all.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.authoring import student
from grader.exporters import autolab as autolab_exporter
from grader.exporters import codegrade, inginious, junit, submitty
from grader.model import Report
from grader.platforms import autolab, bundle
from tests.conftest import GraderOf, Load
from tests.containers import LANDS, OWN, Image, Prepare
from tests.functional.test_containers import CONSTRAINTS, some
from tests.functional.test_platform_results import graded
from tests.handed_in import HandedIn

OUT, WORK = "/out", "/out/work"
"""Where results go, and what was handed in, in a container."""


PYTHON = (
    "apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv >/dev/null"
)


def kit_image(prepare: Prepare, load: Load, land: str = OWN) -> Image:
    """The image with /kit, set up, and what each platform brings to call it."""

    def fill(image: Image, upper: Path) -> None:
        assignment = load("lecture07")
        kit = bundle.kit(assignment, CONSTRAINTS)
        bundle.write_folder(upper / "kit", kit, bundle.KIT)
        first = "true" if land == OWN else PYTHON
        line = f"{first} && /kit/setup.sh"
        done = image.run(["bash", "-c", line], upper, network=land != OWN)
        assert done.returncode == 0, done.stderr
        lab = autolab.build(assignment, CONSTRAINTS, student.members(assignment))
        (upper / "autolab").mkdir()
        (upper / "autolab" / "Makefile").write_bytes(lab["autograde-Makefile"])
        (upper / "autolab" / "autograde.tar").write_bytes(lab["autograde.tar"])
        commands = upper / "commands"
        commands.mkdir()
        for name in ("feedback-msg", "feedback-grade", "feedback-result"):
            # The effect of each command of INGInious's containers: the message is a file, the rest lines of another.
            noted = f'printf "%s\\n" "{name} $1" >> {OUT}/feedback'
            effect = f"cat > {OUT}/message" if name == "feedback-msg" else noted
            (commands / name).write_text(f"#!/bin/sh\n{effect}\n")
            (commands / name).chmod(0o755)

    return prepare(land, "kit", fill)


CALLS = {
    "gitlab": f"/kit/grade.sh gitlab {WORK} {OUT}/result >/dev/null",
    "submitty": f"/kit/grade.sh submitty {WORK} {OUT}/result",
    "codegrade": f"exec 3>{OUT}/result; /kit/grade.sh codegrade {WORK} >/dev/null",
    "inginious": f"PATH=/commands:$PATH; /kit/grade.sh inginious {WORK} || feedback-result crash",
    "autolab": f"cd {OUT} && GRADER_PYTHON=/kit/venv/bin/python make 2>&1",
}
"""How a platform calls a kit that lies in /kit."""


WRITES: dict[str, Callable[[Report], str]] = {
    "gitlab": junit.render,
    "submitty": lambda report: bundle.json(submitty.results(report, 180)).decode(),
    "codegrade": codegrade.results,
    "autolab": autolab_exporter.results,
}


CASES = [
    *((OWN, platform) for platform in CALLS),
    # What differs between user lands is the kit, and that is the same for all.
    *((land, "gitlab") for land in LANDS if land != OWN),
]


@pytest.mark.parametrize("one", some({"misconceptions", "kill_group"}), ids=str)
@pytest.mark.parametrize(("land", "platform"), CASES, ids=lambda name: Path(name).name)
def test_a_kit_in_a_container(
    land: str,
    platform: str,
    one: HandedIn,
    prepare: Prepare,
    load: Load,
    container_of: GraderOf,
    tmp_path: Path,
) -> None:
    image = kit_image(prepare, load, land)
    out = tmp_path / "run" / OUT[1:]
    (out / "work").mkdir(parents=True)
    file = one.write(out / "work")
    if platform == "autolab":  # one folder for all
        file.rename(out / file.name)
        for brought in (image.layers[0] / "autolab").iterdir():
            (out / brought.name).write_bytes(brought.read_bytes())
    done = image.run(["bash", "-c", CALLS[platform]], tmp_path / "run")
    report = graded(one, container_of, tmp_path / "here")
    if platform == "inginious":
        wanted = inginious.results(report)
        assert (out / "message").read_text() == wanted["text"]
        told = [f"feedback-grade {wanted['grade']:.6f}", f"feedback-result {wanted['result']}"]
        assert (out / "feedback").read_text().splitlines() == told
        return
    text = done.stdout if platform == "autolab" else (out / "result").read_text()
    assert text == WRITES[platform](report)
