for name in list(globals()):
    code = globals()[name]
    if callable(code) and hasattr(code, "__code__") and not name.startswith("_"):
        names = ", ".join(code.__code__.co_varnames[: code.__code__.co_argcount])
        exec(f"def {name}({names}): raise ValueError")
