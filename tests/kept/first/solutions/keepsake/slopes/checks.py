def is_tuple(case, answers):
    return None if answers["answer"] == case.inputs["n"] else "is another number"
