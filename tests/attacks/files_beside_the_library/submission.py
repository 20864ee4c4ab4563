import os

import numpy

_own = tuple(os.path.dirname(os.path.realpath(m.__file__)) + "/" for m in (os, numpy))


def _opens(path):
    try:
        os.close(os.open(path, os.O_RDONLY))
    except OSError:
        return False
    return True


for top in ("/usr/lib", "/lib", "/lib64", "/usr/share", "/usr/local", "/etc", "/opt", "/home", "/root", "/var"):
    for folder, _, files in os.walk(top):
        for name in files:
            path = os.path.realpath(os.path.join(folder, name))
            known = path.startswith((*_own, "/usr/share/zoneinfo/")) or "/zoneinfo/" in path
            if not known and ".so" not in name and "/grader/" not in path and "/msgspec/" not in path and _opens(path):
                print("LEAK: can be read", path)
for name in ("test", "idlelib", "tkinter", "ensurepip", "lib2to3"):
    if _opens(os.path.join(_own[0], name, "__init__.py")):
        print("LEAK: the library's", name)
for path in ("/usr/lib/os-release", "/etc/ld.so.cache", "/usr/lib/locale/C.utf8/LC_CTYPE"):
    if _opens(path):
        print("LEAK: can be read", path)
