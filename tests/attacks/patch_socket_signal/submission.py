import os, select, signal, socket

for module in (os, select, signal, socket):
    for name in ("read", "write", "_exit", "select", "signal", "socket", "close", "kill"):
        if hasattr(module, name):
            setattr(module, name, lambda *a, **k: b"")
