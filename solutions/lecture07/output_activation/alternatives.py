"""Right answers written differently."""


def output_activation__table(task: str) -> str:
    """A table in place of branches."""
    table = {"regression": "identity", "nll": "sigmoid"}
    if task not in table:
        raise ValueError("unknown task")
    return table[task]


def output_activation__match(task: str) -> str:
    """A match statement."""
    match task:
        case "regression":
            return "identity"
        case "nll":
            return "sigmoid"
    raise ValueError(task)
