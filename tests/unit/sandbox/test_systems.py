"""Systems that are not Linux, acted by a Python that is told so: everything imports, and ``process`` is what is left."""

from __future__ import annotations

import sys
import textwrap

import pytest

from tests import waiting
from tests.conftest import ROOT

ACT = """
import sys
sys.path.insert(0, {root!r})
for name in {missing!r}:
    sys.modules[name] = None
import os, socket
import numpy, msgspec, subprocess, tempfile, selectors, threading, json, ctypes, inspect, platform, sysconfig
sysconfig.get_config_vars(), platform.machine()
for name in ("SOCK_SEQPACKET", "send_fds", "recv_fds")[: 3 if {platform!r} == "win32" else 1]:
    delattr(socket, name)
sys.platform = {platform!r}
if sys.platform == "win32":
    os.name = "nt"
    del os.fork, os.geteuid
from grader.sandbox import SandboxUnavailable, open_sandbox
from grader.sandbox.survey import survey
from grader.model import Call, Cell, Job, Returned
for kind in ("namespaces", "container", "auto"):
    try:
        open_sandbox(kind)
    except SandboxUnavailable as error:
        print(kind, "is not to be had:", error)
print({{layer.name: layer.active for layer in survey()}})
job = Job(cells=(Cell(source="def f(x): return x + 1", name="a"),), calls=(Call(key="f", function="f", args=(1,)),))
with open_sandbox("process") as sandbox:
    assert sandbox.run(job, lambda spec: len).answers["f"] == Returned(value=2)
    print("layers:", *sandbox.layers)
"""


@pytest.mark.parametrize(
    ("platform", "missing"), [("darwin", []), ("win32", ["resource", "fcntl", "grp", "pwd"])]
)
def test_the_process_profile_is_left(platform: str, missing: list[str]) -> None:
    script = textwrap.dedent(ACT).format(root=str(ROOT), platform=platform, missing=missing)
    done = waiting.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert [line.split()[0] for line in lines[:3]] == ["namespaces", "container", "auto"]
    assert "Linux" in lines[0]
    assert "--isolation process" in lines[2]
    assert "'landlock': False" in lines[3]
    assert ("rlimits" in lines[4]) == (platform == "darwin")
