"""One student's work: files, folders and zips, honest and hostile."""

from __future__ import annotations

import functools
import hashlib
import json
import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from grader.intake import BadInput, submission
from grader.model import FileName, Submission

EXPECTED = FileName("lecture07.py", frozenset({"relu", "step", "x", "k"}))
read_submission = functools.partial(submission.read_submission, expected=EXPECTED)

GOOD = "import numpy as np\n\n\ndef relu(z):\n    return np.maximum(z, 0)\n"


def zipped(path: Path, members: dict[str, bytes | str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def notebook(*sources: str) -> str:
    cells = [{"cell_type": "code", "source": s.splitlines(True), "outputs": []} for s in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def refusal(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_submission(path)
    text = str(caught.value)
    assert "\n" not in text
    assert all(letter.isprintable() for letter in text)
    return text


def code(submission: Submission) -> str:
    return "\n".join(cell.source for cell in submission.cells)


class TestFile:
    def test_script(self, tmp_path: Path) -> None:
        path = tmp_path / "anna.py"
        path.write_text(GOOD)
        submission = read_submission(path)
        assert submission.id == "anna"
        assert submission.files == ("anna.py",)
        assert [(c.name, c.first_line) for c in submission.cells] == [
            ("lecture07.py", 1),
            ("lecture07.py", 4),
        ]
        assert submission.notices == ()

    def test_id_can_be_given(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(GOOD)
        assert read_submission(tmp_path / "a.py", id="s-17").id == "s-17"

    def test_digest_is_of_the_code_alone(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(GOOD)
        (tmp_path / "b.py").write_text(GOOD.replace("\n", "\r\n"))
        (tmp_path / "c.py").write_text(GOOD.replace("0", "1"))
        a, b, c = (read_submission(tmp_path / f"{name}.py") for name in "abc")
        assert a.digest == b.digest != c.digest
        assert len(a.digest) == hashlib.sha256().digest_size * 2

    def test_digest_tells_where_a_cell_ends(self, tmp_path: Path) -> None:
        (tmp_path / "a.ipynb").write_text(notebook("x = 1", "k = 2"))
        (tmp_path / "b.ipynb").write_text(notebook("x = 1\nk = 2"))
        assert (
            read_submission(tmp_path / "a.ipynb").digest
            != read_submission(tmp_path / "b.ipynb").digest
        )

    @pytest.mark.parametrize("name", ["lecture07.py.txt", "LECTURE07.PY"])
    def test_renamed_by_a_browser(self, tmp_path: Path, name: str) -> None:
        (tmp_path / name).write_text(GOOD)
        assert len(read_submission(tmp_path / name).cells) == 2

    def test_notebook_called_py(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(notebook("x = 1"))
        submission = read_submission(tmp_path / "a.py")
        assert [c.name for c in submission.cells] == ["cell 1"]
        assert submission.notices[0].label == "intake.kind"

    def test_script_called_ipynb(self, tmp_path: Path) -> None:
        (tmp_path / "a.ipynb").write_text(GOOD)
        submission = read_submission(tmp_path / "a.ipynb")
        assert submission.cells[0].name == "lecture07.py"
        assert submission.notices[0].label == "intake.kind"

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("a.py", b"", "the file is empty"),
            ("a.py", b"# only a comment\n", "holds no code"),
            ("a.ipynb", b"", "the notebook is empty"),
            ("a.ipynb", b'{"cells": []}', "holds no code"),
            ("a.ipynb", b'{"a": 1}', "it has no cells"),
            ("a.ipynb", b'{"cells": [\n<<<<<<< HEAD\n', "merge conflict"),
            ("a.pdf", b"%PDF-1.7", "not a submission"),
            ("a.docx", b"", "an empty file"),
            ("a.py", b"x = '\xfc'\n", "byte 5 (0xFC) is not UTF-8 text"),
            ("a.py", b"x = 1\ny = \0\n", "a.py:2: holds a NUL character"),
            ("a.py", b"# coding: rot13\nk = 1\n", '"rot13" is not an encoding of text'),
            ("a.py", b"# coding: nonsense\nk = 1\n", '"nonsense" is not an encoding'),
            ("a.py", b"x = 1\n" * 200_000, "larger than 1 MiB"),
            ("a.py", b"x" * (5 << 20), "larger than 1 MiB"),
            ("a.zip", b"PK\x03\x04 not really", "not a readable zip"),
        ],
    )
    def test_refused(self, tmp_path: Path, name: str, content: bytes, says: str) -> None:
        (tmp_path / name).write_bytes(content)
        text = refusal(tmp_path / name)
        assert says in text
        assert name in text
        assert ";" in text  # what to do about it

    def test_missing(self, tmp_path: Path) -> None:
        assert "no such file" in refusal(tmp_path / "a.py")

    def test_name_can_not_forge_a_line(self, tmp_path: Path) -> None:
        path = tmp_path / "a\nerror: all fine\x1b[2J.py"
        path.write_bytes(b"")
        assert "\x1b" not in refusal(path)

    def test_id_is_a_file_name(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_text(GOOD)
        submission = read_submission(tmp_path / "a.py", id="../../\x1b[1m" + "ü" * 300)
        assert "/" not in submission.id
        assert submission.id.isprintable()
        assert not submission.id.startswith(".")
        assert len(submission.id.encode()) <= 200

    def test_unreadable(self, tmp_path: Path) -> None:
        path = tmp_path / "a.py"
        path.write_text(GOOD)
        path.chmod(0)
        if os.access(path, os.R_OK):
            pytest.skip("root reads everything")
        assert "may not be read" in refusal(path)


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
    def test_marks(self, tmp_path: Path, encoding: str) -> None:
        (tmp_path / "a.py").write_bytes("x = 'ü'\n".encode(encoding))
        submission = read_submission(tmp_path / "a.py")
        assert submission.cells[0].source.rstrip() == "x = 'ü'"
        labels = [notice.label for notice in submission.notices]
        assert labels == ([] if encoding == "utf-8-sig" else ["intake.encoding"])

    @pytest.mark.parametrize("cookie", ["latin-1", "cp1252", "iso-8859-15"])
    def test_cookie(self, tmp_path: Path, cookie: str) -> None:
        text = f"#!/usr/bin/python\n# -*- coding: {cookie} -*-\nx = 'ü'\n"
        (tmp_path / "a.py").write_bytes(text.encode(cookie))
        assert "x = 'ü'" in code(read_submission(tmp_path / "a.py"))

    def test_cookie_after_code_does_not_count(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").write_bytes(b"x = 1\n# coding: latin-1\ny = '\xfc'\n")
        assert ":3:" in refusal(tmp_path / "a.py")

    def test_notebook_in_utf_16(self, tmp_path: Path) -> None:
        (tmp_path / "a.ipynb").write_bytes(notebook("x = 1").encode("utf-16"))
        assert read_submission(tmp_path / "a.ipynb").cells[0].source == "x = 1"


@pytest.fixture(params=["folder", "zip"])
def pack(request: pytest.FixtureRequest, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A function from members to the path of a folder or a zip with them."""

    def make(members: dict[str, str]) -> Path:
        if request.param == "zip":
            return zipped(tmp_path / "anna.zip", members)
        for name, content in members.items():
            (tmp_path / "anna" / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "anna" / name).write_text(content)
        (tmp_path / "anna").mkdir(exist_ok=True)
        return tmp_path / "anna"

    return make


class TestFolderOrZip:
    def test_expected_name_wins_aloud(self, pack) -> None:  # type: ignore[no-untyped-def]
        stray = dict.fromkeys(["conftest.py", "numpy.py", "given.py", "sitecustomize.py"], "x = 1")
        submission = read_submission(pack({**stray, "lecture07.py": GOOD, "other.py": "y = 1"}))
        assert submission.id == "anna"
        assert "relu" in code(submission)
        [notice] = submission.notices
        assert notice.label == "intake.ignored"
        assert "conftest.py" in notice.text

    def test_only_script_below(self, pack) -> None:  # type: ignore[no-untyped-def]
        submission = read_submission(
            pack({"my work/final.py": GOOD, "__MACOSX/my work/._final.py": "x", ".DS_Store": ""})
        )
        assert "relu" in code(submission)
        assert submission.notices == ()

    @pytest.mark.parametrize("name", ["lecture07-2.py", "lecture07 (2).py", "lecture07_2.ipynb"])
    def test_newest_numbered_copy(self, pack, name: str) -> None:  # type: ignore[no-untyped-def]
        newest = notebook("x = 2") if name.endswith("ipynb") else "x = 2"
        submission = read_submission(pack({"lecture07-1.py": "x = 1", name: newest}))
        assert code(submission) == "x = 2"
        assert "it is an older copy" in submission.notices[0].text

    def test_script_and_notebook_the_filled_in_one(self, pack) -> None:  # type: ignore[no-untyped-def]
        stub = "def relu(z):\n    raise NotImplementedError\n"
        submission = read_submission(
            pack({"lecture07.py": stub, "lecture07.ipynb": notebook("x = 1")})
        )
        assert code(submission) == "x = 1"
        assert submission.notices[0].label == "intake.choice"

    def test_script_and_notebook_alike(self, pack) -> None:  # type: ignore[no-untyped-def]
        submission = read_submission(
            pack({"lecture07.ipynb": notebook("x = 1"), "lecture07.py": "x = 1  # one"})
        )
        assert submission.files == ("lecture07.py",)

    def test_can_not_be_told(self, pack) -> None:  # type: ignore[no-untyped-def]
        text = refusal(pack({"a.py": GOOD, "b.py": GOOD.replace("0", "1")}))
        assert "a.py, b.py" in text
        assert "differ in relu" in text

    def test_same_name_twice(self, pack) -> None:  # type: ignore[no-untyped-def]
        other = GOOD.replace("0", "1")
        assert "can't tell" in refusal(pack({"a/lecture07.py": GOOD, "b/lecture07.py": other}))

    def test_nothing_to_grade(self, pack) -> None:  # type: ignore[no-untyped-def]
        assert "answers.pdf" in refusal(pack({"answers.pdf": "%PDF"}))
        assert "no script or notebook" in refusal(pack({"answers.pdf": "%PDF", "conftest.py": "x"}))

    def test_empty(self, pack) -> None:  # type: ignore[no-untyped-def]
        assert "it is empty" in refusal(pack({}))

    def test_zip_within(self, pack, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
        inner = zipped(tmp_path / "inner.zip", {"lecture07.py": GOOD}).read_bytes()
        outer = tmp_path / "outer"
        outer.mkdir()
        (outer / "work.zip").write_bytes(inner)
        assert "relu" in code(read_submission(outer))

    def test_deep_folders_end(self, tmp_path: Path) -> None:
        deep = tmp_path / "anna" / "/".join("d" * 60)
        deep.mkdir(parents=True)
        (deep / "lecture07.py").write_text(GOOD)
        assert "no script or notebook" in refusal(tmp_path / "anna")


class TestHostileFiles:
    def test_link(self, tmp_path: Path) -> None:
        (tmp_path / "secret.py").write_text(GOOD)
        (tmp_path / "a.py").symlink_to(tmp_path / "secret.py")
        assert "is a link" in refusal(tmp_path / "a.py")

    def test_link_in_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "secret").write_text(GOOD)
        (tmp_path / "anna").mkdir()
        (tmp_path / "anna" / "lecture07.py").symlink_to(tmp_path / "secret")
        assert "is a link" in refusal(tmp_path / "anna")

    def test_linked_folder_is_not_entered(self, tmp_path: Path) -> None:
        (tmp_path / "solutions").mkdir()
        (tmp_path / "solutions" / "lecture07.py").write_text(GOOD)
        (tmp_path / "anna").mkdir()
        (tmp_path / "anna" / "work").symlink_to(tmp_path / "solutions")
        assert "no script or notebook" in refusal(tmp_path / "anna")

    def test_hard_link(self, tmp_path: Path) -> None:
        (tmp_path / "secret.py").write_text(GOOD)
        os.link(tmp_path / "secret.py", tmp_path / "a.py")
        assert "hard link" in refusal(tmp_path / "a.py")

    def test_pipe_does_not_block(self, tmp_path: Path) -> None:
        os.mkfifo(tmp_path / "a.py")
        assert "not a regular file" in refusal(tmp_path / "a.py")

    def test_device(self) -> None:
        assert "not a regular file" in refusal(Path("/dev/zero"))

    def test_folder_called_py(self, tmp_path: Path) -> None:
        (tmp_path / "a.py").mkdir()
        (tmp_path / "a.py" / "lecture07.py").write_text(GOOD)
        assert "relu" in code(read_submission(tmp_path / "a.py"))


class TestHostileZips:
    def test_bomb(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {"lecture07.py": b"#" * (60 << 20)})
        assert path.stat().st_size < 1 << 20
        assert "is larger than" in refusal(path)

    def test_lying_size(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {"lecture07.py": b"#" * (60 << 20)})
        raw = path.read_bytes().replace(struct.pack("<I", 60 << 20), struct.pack("<I", 10))
        path.write_bytes(raw)
        assert refusal(path)

    def test_too_many_entries(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {f"{k}": b"" for k in range(10_001)})
        assert "more than 10000 files" in refusal(path)

    def test_traversal(self, tmp_path: Path) -> None:
        names = ["../lecture07.py", "/lecture07.py", "C:\\lecture07.py", "a/../../lecture07.py"]
        path = zipped(tmp_path / "a.zip", {**dict.fromkeys(names, "evil = 1"), "mine.py": GOOD})
        submission = read_submission(path)
        assert "evil" not in code(submission)
        assert "../lecture07.py" in submission.notices[0].text

    @pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
    def test_link_or_device(self, tmp_path: Path, kind: int) -> None:
        info = zipfile.ZipInfo("lecture07.py")
        info.external_attr = (kind | 0o777) << 16
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr(info, "/etc/passwd")
        assert "is a link or a device" in refusal(tmp_path / "a.zip")

    def test_encrypted(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {"lecture07.py": GOOD})
        raw = bytearray(path.read_bytes())
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            raw[raw.index(mark) + offset] |= 1
        path.write_bytes(raw)
        assert "encrypted" in refusal(path)

    def test_unusual_method(self, tmp_path: Path) -> None:
        with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_LZMA) as archive:
            archive.writestr("lecture07.py", GOOD)
        assert "unusual" in refusal(tmp_path / "a.zip")

    def test_damaged(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {"lecture07.py": GOOD * 9})
        raw = bytearray(path.read_bytes())
        raw[60] ^= 0xFF
        path.write_bytes(raw)
        assert "damaged" in refusal(path)

    def test_endless_names(self, tmp_path: Path) -> None:
        names = ["lecture07" + "-" * 60_000 + ".py", "a/" * 30_000 + "b.py", "mine.py"]
        submission = read_submission(zipped(tmp_path / "a.zip", dict.fromkeys(names, GOOD)))
        assert submission.files == ("mine.py",)

    def test_names_without_the_utf_8_flag(self, tmp_path: Path) -> None:
        path = zipped(tmp_path / "a.zip", {"Lösung_x.py": GOOD})
        raw = path.read_bytes()
        for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            at = raw.index(mark) + offset
            raw = raw[:at] + b"\0\0" + raw[at + 2 :]
        path.write_bytes(raw)
        assert read_submission(path).files == ("Lösung_x.py",)


hostile = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def submission_or_refusal(path: Path) -> None:
    try:
        cells = read_submission(path).cells
    except BadInput as problem:
        cells, refused = (), str(problem)
    else:
        refused = ""
    assert cells or refused
    assert "\n" not in refused
    for cell in cells:
        cell.source.encode()


class TestAnyBytes:
    @hostile
    @given(st.binary(max_size=400), st.sampled_from(["a.py", "a.ipynb", "a.zip", "a"]))
    def test_bytes(self, tmp_path: Path, raw: bytes, name: str) -> None:
        (tmp_path / name).write_bytes(raw)
        submission_or_refusal(tmp_path / name)

    @hostile
    @given(st.text(alphabet="def f(x):\n\t '\"\\#%!?[]{}=@ 1é\ud800", max_size=200))
    def test_scripts(self, tmp_path: Path, text: str) -> None:
        (tmp_path / "a.py").write_bytes(text.encode("utf-8", "surrogatepass"))
        submission_or_refusal(tmp_path / "a.py")

    @hostile
    @given(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
            lambda inner: (
                st.lists(inner)
                | st.dictionaries(
                    st.sampled_from(["cells", "worksheets", "cell_type", "source", "metadata"]),
                    inner | st.just("code"),
                )
            ),
            max_leaves=30,
        )
    )
    def test_json(self, tmp_path: Path, tree: object) -> None:
        (tmp_path / "a.ipynb").write_text(json.dumps(tree))
        submission_or_refusal(tmp_path / "a.ipynb")

    @hostile
    @given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=12))
    def test_damaged_zips(self, tmp_path: Path, damage: list[tuple[int, int]]) -> None:
        path = zipped(tmp_path / "a.zip", {"lecture07.py": GOOD, "x/y.py": "x = 1"})
        raw = bytearray(path.read_bytes())
        for at, value in damage:
            raw[at % len(raw)] = value
        path.write_bytes(raw)
        submission_or_refusal(path)
