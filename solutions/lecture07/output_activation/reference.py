"""Which activation the last layer needs."""


def output_activation(task: str) -> str:
    """The activation of the last layer for ``task``, by name.

    ``task`` is "regression" or "nll" (negative log-likelihood loss, the output is a probability); the
    result is "identity" or "sigmoid". Raises ValueError for any other task.
    """
    if task == "regression":
        return "identity"
    if task == "nll":
        return "sigmoid"
    raise ValueError(f"no output activation for the task {task!r}")
