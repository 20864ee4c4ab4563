import os, platform, socket, sys

for ask in (os.uname, platform.node, socket.gethostname, os.getlogin, lambda: __import__("pwd").getpwuid(os.getuid())):
    try:
        ask()
    except Exception:
        pass
print(sorted(os.environ))
