"""Mistakes on the way back to Z^l, and what to tell the student."""

import numpy as np
from given import Activation


def _back(
    l: int, slopes: list[np.ndarray], Ws: list[np.ndarray], dloss_dAL: np.ndarray
) -> np.ndarray:
    """The chain rule with the given f′(Z) per layer."""
    back = slopes[-1] * dloss_dAL
    for k in range(len(slopes) - 1, l - 1, -1):
        back = slopes[k - 1] * (Ws[k] @ back)
    return back


def _slopes(Zs: list[np.ndarray], dfs: list[Activation]) -> list[np.ndarray]:
    return [df(Z) for df, Z in zip(dfs, Zs, strict=True)]


def dloss_dZ__own_derivative_missing(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """You stop one factor early: that is ∂loss/∂A^l. To get to Z^l go through the activation of layer l itself,
    ∂A^l/∂Z^l, the first factor of the product."""
    slopes = _slopes(Zs, dfs)
    slopes[l - 1] = np.ones(slopes[l - 1].shape)
    return _back(l, slopes, Ws, dloss_dAL)


def dloss_dZ__last_derivative_missing(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """You start from ∂loss/∂A^L as if it were ∂loss/∂Z^L. The last layer has an activation, too: the factor ∂A^L/∂Z^L
    is missing at the right end of the product."""
    slopes = _slopes(Zs, dfs)
    slopes[-1] = np.ones(slopes[-1].shape)
    return _back(l, slopes, Ws, dloss_dAL)


def dloss_dZ__no_derivatives(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """Your product has only weights in it. Between any two of them stands ∂A/∂Z = diag(f′(Z)); you never call
    dfs."""
    return _back(l, [np.ones(Z.shape) for Z in Zs], Ws, dloss_dAL)


def dloss_dZ__hidden_derivatives_missing(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """You use the derivative of the last activation only. Every layer that you pass on the way back to l adds its own
    diag(f′(Z)), hidden ones as well."""
    slopes = [np.ones(Z.shape) for Z in Zs[:-1]]
    return _back(l, [*slopes, dfs[-1](Zs[-1])], Ws, dloss_dAL)


def dloss_dZ__one_activation_for_all(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """You use dfs[0] in every layer. The layers have activations of their own: the derivative of layer k
    is dfs[k-1]."""
    return _back(l, _slopes(Zs, [dfs[0]] * len(dfs)), Ws, dloss_dAL)


def dloss_dZ__derivative_before_weights(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """You apply each f′ before the weights and not after them: the derivative of layer k + 1 is used twice
    over and that of layer l never. From right to left the order is f′ at Z^(k+1), then W^(k+1), then f′ at Z^k."""
    back = dfs[-1](Zs[-1]) * dloss_dAL
    for k in range(len(Zs) - 1, l - 1, -1):
        back = Ws[k] @ (dfs[k](Zs[k]) * back)
    return back


def dloss_dZ__all_the_way_down(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """You always go back to layer 1, whatever l is. Stop when you have reached layer l."""
    return _back(1, _slopes(Zs, dfs), Ws, dloss_dAL)


def dloss_dZ__last_layer_only(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """You always return ∂loss/∂Z^L. For an earlier layer go on from there: through the weights of the layer above and
    the activation of your layer, until you are at l."""
    return dfs[-1](Zs[-1]) * dloss_dAL


def dloss_dZ__numerator_layout(
    l: int,
    Zs: list[np.ndarray],
    Ws: list[np.ndarray],
    dfs: list[Activation],
    dloss_dAL: np.ndarray,
) -> np.ndarray:
    """Your numbers are right, but they stand in a row. By rule 2 the derivative of the loss by a column is a
    column, (n^l, 1)."""
    return _back(l, _slopes(Zs, dfs), Ws, dloss_dAL).T
