import numpy as np
from reference import dloss_dZ


def dloss_dZ__last_activation_skipped(l, Zs, Ws, dfs, dloss_dAL):
    """The factor ∂A^L/∂Z^L of the last layer is missing: you start from ∂loss/∂A^L as if it were ∂loss/∂Z^L."""
    result = dloss_dAL
    for k in range(len(Zs) - 1, l - 1, -1):
        result = dfs[k - 1](Zs[k - 1]) * (Ws[k] @ result)
    return result


def dloss_dZ__activation_derivatives_skipped(l, Zs, Ws, dfs, dloss_dAL):
    """The factors ∂A/∂Z = diag(f′(Z)) are missing; only the weights are left. That would be right for identity activations alone."""
    result = dloss_dAL
    for k in range(len(Zs) - 1, l - 1, -1):
        result = Ws[k] @ result
    return result


def dloss_dZ__derivative_at_the_activation(l, Zs, Ws, dfs, dloss_dAL):
    """You take f′ at A instead of at Z. ∂A^ℓ/∂Z^ℓ = diag(f^ℓ′(Z^ℓ)): the derivative is taken where f was."""
    return dloss_dZ(l, [np.tanh(Z) for Z in Zs], Ws, dfs, dloss_dAL)


def dloss_dZ__own_derivative_skipped(l, Zs, Ws, dfs, dloss_dAL):
    """You stop one factor too early, at ∂loss/∂A^ℓ. The first factor of the product, ∂A^ℓ/∂Z^ℓ, is still missing."""
    L = len(Zs)
    if l == L:
        return dloss_dAL
    return Ws[l] @ dloss_dZ(l + 1, Zs, Ws, dfs, dloss_dAL)


def dloss_dZ__derivative_before_weights(l, Zs, Ws, dfs, dloss_dAL):
    """The order of the factors is off by one: after f′ of layer ℓ + 1 comes W^(ℓ+1), then f′ of layer ℓ. You apply the last layer's
    f′ twice and the first one not at all where the sizes allow it."""
    L = len(Zs)
    result = dfs[L - 1](Zs[L - 1]) * dloss_dAL
    for k in range(L - 1, l - 1, -1):
        result = Ws[k] @ (dfs[k](Zs[k]) * result)
    return result


def dloss_dZ__one_layer_too_far(l, Zs, Ws, dfs, dloss_dAL):
    """You stop one layer too early: that is ∂loss/∂Z^(ℓ+1). l counts from 1 and Python's lists from 0: Zs[l-1] is Z^ℓ."""
    return dloss_dZ(min(l + 1, len(Zs)), Zs, Ws, dfs, dloss_dAL)


def dloss_dZ__mean_of_derivatives(l, Zs, Ws, dfs, dloss_dAL):
    """One number is used for f′ of a whole layer. Each unit has its own f′(Z_k), on the diagonal of ∂A/∂Z."""
    flat = [lambda Z, df=df: np.full(Z.shape, np.mean(df(Z))) for df in dfs]
    return dloss_dZ(l, Zs, Ws, flat, dloss_dAL)
