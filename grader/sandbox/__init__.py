"""Sandboxes: where student code runs. ``open_sandbox`` picks the best kind this machine offers."""

from __future__ import annotations

from grader.sandbox.base import Layer, Sandbox, SandboxFault, SandboxUnavailable

__all__ = [
    "Layer",
    "Sandbox",
    "SandboxFault",
    "SandboxUnavailable",
    "open_sandbox",
]


def open_sandbox(isolation: str = "auto") -> Sandbox:
    """The sandbox of the kind asked for; ``auto`` is the strongest of namespaces and container.

    Never falls back to ``process`` by itself. Raises :class:`SandboxUnavailable`.
    """
    if isolation == "auto":
        problems: list[str] = []
        # Twice, since a server that somebody killed while it started is no reason to do with less.
        for kind in ("namespaces", "namespaces", "container"):
            try:
                return open_sandbox(kind)
            except SandboxUnavailable as error:
                problems.append(str(error))
        told = "; ".join(dict.fromkeys(problems))
        raise SandboxUnavailable(
            f"no full isolation here ({told}). See `grader doctor`; for code you trust, "
            "say --isolation process"
        )
    if isolation == "namespaces":
        from grader.sandbox.namespaces import NamespacesSandbox

        return NamespacesSandbox()
    if isolation == "container":
        from grader.sandbox.container import ContainerSandbox

        return ContainerSandbox()
    if isolation == "process":
        from grader.sandbox.process import ProcessSandbox

        return ProcessSandbox()
    raise SandboxUnavailable(
        f"no isolation {isolation!r}; there are auto, namespaces, container, process"
    )
