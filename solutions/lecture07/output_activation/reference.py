def output_activation(task: str) -> str:
    """The name of the last layer's activation, "identity" or "sigmoid".

    task: "regression" or "nll". Raises ValueError for any other task.
    """
    if task == "regression":
        return "identity"
    if task == "nll":
        return "sigmoid"
    raise ValueError(f"no activation known for task {task!r}")
