import sys
for name in list(sys.modules):
    if name not in ("sys", "builtins"):
        sys.modules.pop(name, None)
