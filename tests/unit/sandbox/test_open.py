"""Which sandbox ``auto`` is: the strongest there is, also when its first start is disturbed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from grader.sandbox import SandboxUnavailable, container, namespaces, open_sandbox


def opening(name: str, failures: int) -> Callable[[], str]:
    """Stands in for a sandbox that can't be opened so many times."""
    left = iter(range(failures))

    def made() -> str:
        if next(left, None) is not None:
            raise SandboxUnavailable(f"no {name}")
        return name

    return made


@pytest.mark.parametrize(
    ("of_namespaces", "of_container", "found"),
    [(0, 0, "namespaces"), (1, 0, "namespaces"), (9, 0, "container")],
)
def test_auto(
    of_namespaces: int, of_container: int, found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(namespaces, "NamespacesSandbox", opening("namespaces", of_namespaces))
    monkeypatch.setattr(container, "ContainerSandbox", opening("container", of_container))
    assert str(open_sandbox("auto")) == found


def test_auto_says_each_reason_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(namespaces, "NamespacesSandbox", opening("namespaces", 9))
    monkeypatch.setattr(container, "ContainerSandbox", opening("container", 9))
    with pytest.raises(SandboxUnavailable, match=r"\(no namespaces; no container\)"):
        open_sandbox("auto")
