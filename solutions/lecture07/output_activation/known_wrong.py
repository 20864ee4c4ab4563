def output_activation__swapped(task):
    """The two are swapped. A regression's answer may be any real number, which a sigmoid could never reach; a probability
    must lie between 0 and 1."""
    if task not in ("regression", "nll"):
        raise ValueError(task)
    return "sigmoid" if task == "regression" else "identity"


def output_activation__always_sigmoid(task):
    """You use the sigmoid for both tasks. A net for regression that ends in a sigmoid can only answer with numbers between 0
    and 1."""
    if task not in ("regression", "nll"):
        raise ValueError(task)
    return "sigmoid"


def output_activation__always_identity(task):
    """You use the identity for both tasks. For the negative log-likelihood the answer is a probability: the last layer must
    keep it between 0 and 1."""
    if task not in ("regression", "nll"):
        raise ValueError(task)
    return "identity"


def output_activation__none_for_unknown(task):
    """For a task you don't know you return None. Silence hides mistakes: raise a ValueError so that whoever called
    the function learns of it."""
    return {"regression": "identity", "nll": "sigmoid"}.get(task)
