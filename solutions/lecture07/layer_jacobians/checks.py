def activation(Z, f):
    """A = f(Z)."""
    return f(Z)
