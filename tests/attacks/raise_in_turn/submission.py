turn = [0]
for name in ("derivative_shape", "applicable_rules", "rules_agree", "same_result", "substitution_fits"):
    code = globals().get(name)
    if code is not None:
        names = ", ".join(code.__code__.co_varnames[: code.__code__.co_argcount])
        exec(f"""def {name}({names}):
    turn[0] += 1
    if turn[0] % 2: raise ValueError
    return None""")
