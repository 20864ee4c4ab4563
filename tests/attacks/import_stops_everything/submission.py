import sys

sys.setswitchinterval(1e-9)
sys.path.insert(0, "/proc/self/fd")
sys.meta_path.clear()
sys.path_hooks.clear()
del sys.modules["os"]
raise SystemExit(0)
