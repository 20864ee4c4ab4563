"""Answers to `output_activation`: see tests/functional/test_answers.py for what their names say."""


def right_output_activation__table(task):
    table = {"regression": "identity", "nll": "sigmoid"}
    if task not in table:
        raise ValueError(task)
    return table[task]


def right_output_activation__index(task):
    return ("identity", "sigmoid")[("regression", "nll").index(task)]


def right_output_activation__unicode_error(task):
    if task == "nll":
        return "sigmoid"
    if task != "regression":
        raise UnicodeError("a kind of ValueError")
    return "identity"


def wrong_output_activation__swapped(task):
    """for `task = "regression"`"""
    return {"regression": "sigmoid", "nll": "identity"}[right(task)]


def right(task):
    if task not in ("regression", "nll"):
        raise ValueError(task)
    return task


def wrong_output_activation__always_sigmoid(task):
    right(task)
    return "sigmoid"


def wrong_output_activation__refuses_all(task):
    raise ValueError(task)


def wrong_output_activation__else_sigmoid(task):
    """for every other `task` it raises a `ValueError`"""
    return "identity" if task == "regression" else "sigmoid"


def wrong_output_activation__key_error(task):
    """for every other `task` it raises a `ValueError`"""
    return {"regression": "identity", "nll": "sigmoid"}[task]


def wrong_output_activation__any_case(task):
    return {"regression": "identity", "nll": "sigmoid"}[right(task.lower())]


def wrong_output_activation__stripped(task):
    return {"regression": "identity", "nll": "sigmoid"}[right(task.strip())]


def wrong_output_activation__contains(task):
    if "regression" in task:
        return "identity"
    if "nll" in task:
        return "sigmoid"
    raise ValueError(task)


def wrong_output_activation__contained(task):
    if task and task in "regression":
        return "identity"
    if task and task in "nll":
        return "sigmoid"
    raise ValueError(task)


def wrong_output_activation__first_letter(task):
    if task[:1] == "r" and task != "ranking":
        return "identity"
    if task[:1] == "n":
        return "sigmoid"
    raise ValueError(task)


def wrong_output_activation__prefix(task):
    if task.startswith("regression"):
        return "identity"
    if task.startswith("nll"):
        return "sigmoid"
    raise ValueError(task)


def wrong_output_activation__suffix(task):
    if task.endswith("regression"):
        return "identity"
    if task.endswith("nll"):
        return "sigmoid"
    raise ValueError(task)


def wrong_output_activation__length(task):
    if len(task) == 10 and task != "clustering":
        return "identity"
    if len(task) == 3:
        return "sigmoid"
    raise ValueError(task)


def wrong_output_activation__also_classification(task):
    if task == "classification":
        return "sigmoid"
    return {"regression": "identity", "nll": "sigmoid"}[right(task)]


def wrong_output_activation__also_names(task):
    if task in ("identity", "sigmoid"):
        return task
    return {"regression": "identity", "nll": "sigmoid"}[right(task)]


def wrong_output_activation__also_long_name(task):
    if task == "negative log-likelihood":
        return "sigmoid"
    return {"regression": "identity", "nll": "sigmoid"}[right(task)]


def wrong_output_activation__empty_is_regression(task):
    return {"regression": "identity", "nll": "sigmoid"}[right(task or "regression")]


def wrong_output_activation__capitalised(task):
    """The two names to choose from are `"identity"` and `"sigmoid"`"""
    return {"regression": "Identity", "nll": "Sigmoid"}[right(task)]


def wrong_output_activation__short_name(task):
    return {"regression": "linear", "nll": "sigmoid"}[right(task)]


def wrong_output_activation__asserts(task):
    assert task in ("regression", "nll")
    return {"regression": "identity", "nll": "sigmoid"}[task]


def wrong_output_activation__none(task):
    return {"regression": "identity", "nll": "sigmoid"}.get(task)


def wrong_output_activation__a_list(task):
    return [{"regression": "identity", "nll": "sigmoid"}[right(task)]]
