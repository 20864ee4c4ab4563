"""Mistakes with the last layer's activation, and what to tell the student."""


def output_activation__swapped(task: str) -> str:
    """The two are swapped. Ask what the number that leaves the net must be: any real number for
    regression, a probability between 0 and 1 for negative log-likelihood."""
    if task == "regression":
        return "sigmoid"
    if task == "nll":
        return "identity"
    raise ValueError(task)


def output_activation__always_sigmoid(task: str) -> str:
    """You end every net with a sigmoid. In regression the net could then never say 2.5 or −7, since σ stays
    between 0 and 1. Which activation lets every number through?"""
    if task in ("regression", "nll"):
        return "sigmoid"
    raise ValueError(task)


def output_activation__always_identity(task: str) -> str:
    """You end every net with the identity. The negative log-likelihood takes a logarithm of the output,
    and of 1 minus it: what range must the output have, and which activation gives it?"""
    if task in ("regression", "nll"):
        return "identity"
    raise ValueError(task)


def output_activation__default_for_the_rest(task: str) -> str:
    """Your function also answers for tasks it knows nothing about. A silent default hides a misspelt
    task until training goes wrong. Raise a ValueError for everything except "regression" and "nll"."""
    return "sigmoid" if task == "nll" else "identity"


def output_activation__none_for_the_rest(task: str) -> str | None:
    """For an unknown task your function ends without a `return` and so gives None. The caller would trip
    over that much later. Raise a ValueError right here."""
    return {"regression": "identity", "nll": "sigmoid"}.get(task)
