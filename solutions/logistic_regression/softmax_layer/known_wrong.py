"""Mistakes with the softmax layer, and what to tell the student."""

import numpy as np
from reference import dnllm_dW, dnllm_dW0, dnllm_dZ, nllm


def _softmax(Z: np.ndarray, axis: int | None = 0) -> np.ndarray:
    powers = np.exp(Z - np.max(Z))
    return powers / np.sum(powers, axis=axis, keepdims=True)


def nllm__likelihood(A: np.ndarray, Y: np.ndarray) -> float:
    """Your loss is negative: logarithms of probabilities are. The loss is minus their sum."""
    return -nllm(A, Y)


def nllm__mean(A: np.ndarray, Y: np.ndarray) -> float:
    """You take the mean over the points. The loss of this exercise is the sum over them, so that its derivative is A − Y
    without a factor."""
    return nllm(A, Y) / A.shape[1]


def nllm__mean_of_all_entries(A: np.ndarray, Y: np.ndarray) -> float:
    """You divide by the number of all entries, K n, as np.mean does. The loss is a sum over points and classes, without
    any factor."""
    return nllm(A, Y) / A.size


def nllm__two_class_formula(A: np.ndarray, Y: np.ndarray) -> float:
    """You add (1 − Y) log(1 − A), as for two labels. With a softmax the other classes are already in the sum: raising the
    right class's probability lowers theirs. Only −Σ Y log A is left."""
    return nllm(A, Y) - float(np.sum((1 - Y) * np.log(1 - A)))


def nllm__labels_not_used(A: np.ndarray, Y: np.ndarray) -> float:
    """You add up the logarithms of all probabilities. Y picks the one of the right class: multiply by Y before you sum."""
    return -float(np.sum(np.log(A)))


def nllm__product_of_logarithm_missing(A: np.ndarray, Y: np.ndarray) -> float:
    """You add up the probabilities of the right classes, without the logarithm. The likelihood of all points is a product;
    its logarithm is a sum of logarithms."""
    return -float(np.sum(Y * A))


def dnllm_dZ__reversed(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The sign is wrong: you have Y − A. Raising the score of the right class lowers the loss, so the derivative there is
    negative, A − 1."""
    return -dnllm_dZ(Z, Y)


def dnllm_dZ__softmax_missing(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """You subtract Y from the scores. It is the probabilities A = softmax(Z) that are compared with Y."""
    return Z - Y


def dnllm_dZ__by_the_probabilities(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """You stop half-way: −Y/A is the derivative by A. From A to Z it goes through the softmax's derivative: multiply each
    column by diag(a) − a aᵀ, and see what cancels."""
    return -Y / _softmax(Z)


def dnllm_dZ__diagonal_only(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """You multiply −Y/A by A (1 − A), entry by entry, as if the softmax acted on each entry by itself. Then the scores of the
    wrong classes get no derivative at all, though they lower the right one's probability."""
    return -Y * (1 - _softmax(Z))


def dnllm_dZ__along_rows(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """You normalise along the rows, over the points. The K probabilities of one point are a column and add up to 1: sum with
    axis=0."""
    return _softmax(Z, axis=1) - Y


def dnllm_dZ__over_everything(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """You divide by the sum over the whole matrix. Every point has a softmax of its own: sum over the classes only, with
    axis=0 and keepdims=True."""
    return _softmax(Z, axis=None) - Y


def dnllm_dZ__mean(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """You divide by n. The loss of this exercise is the sum over the points, so each column is a − y as it is."""
    return dnllm_dZ(Z, Y) / Z.shape[1]


def dnllm_dW__transposed(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """Your matrix is transposed, (A − Y) Xᵀ. The gradient of a number by W has the shape of W, (d, K): the features come
    first, X (A − Y)ᵀ."""
    return dnllm_dW(X, Y, W, W0).T


def dnllm_dW__labels_missing(
    X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray
) -> np.ndarray:
    """You multiply X by the probabilities, and Y does not appear. The second factor is the error A − Y, which vanishes when
    the predictions are perfect."""
    return dnllm_dW(X, 0 * Y, W, W0)


def dnllm_dW__offset_forgotten(
    X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray
) -> np.ndarray:
    """You leave W0 out of Z. It drops out of ∂Z/∂W, but the error A − Y is taken at Z = WᵀX + W0."""
    return dnllm_dW(X, Y, W, 0 * W0)


def dnllm_dW__mean(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """You divide by n. The loss of this exercise is the sum over the points; the product X (A − Y)ᵀ does that sum."""
    return dnllm_dW(X, Y, W, W0) / X.shape[1]


def dnllm_dW__reversed(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """The sign is wrong: the error is A − Y. The minus of gradient descent comes later, in the step."""
    return -dnllm_dW(X, Y, W, W0)


def dnllm_dW__weights_for_inputs(
    X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray
) -> np.ndarray:
    """You multiply the errors by W. That is the derivative by the inputs X, which backpropagation hands on; what multiplies
    W_jk in Z is X_j, so for the weights the first factor is X."""
    return W @ dnllm_dZ(W.T @ X + W0, Y)


def dnllm_dW0__not_summed(
    X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray
) -> np.ndarray:
    """You return one column per point. The same W0 is added to every column of Z, so each point contributes to its gradient:
    sum over the points, axis=1."""
    return dnllm_dZ(W.T @ X + W0, Y)


def dnllm_dW0__labels_missing(
    X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray
) -> np.ndarray:
    """You add up the probabilities, and Y does not appear. Add up the errors A − Y: where the predicted share of a class is
    the true one, its offset is right and the gradient vanishes."""
    return dnllm_dW0(X, 0 * Y, W, W0)


def dnllm_dW0__row(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """Your numbers are right, but they stand in a row. The gradient by W0 has the shape of W0, (K, 1)."""
    return dnllm_dW0(X, Y, W, W0).T


def dnllm_dW0__mean(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """You take the mean of the errors over the points. The loss of this exercise is a sum, and so is its gradient."""
    return dnllm_dW0(X, Y, W, W0) / X.shape[1]


def dnllm_dW0__reversed(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """The sign is wrong: the error is A − Y. When a class is predicted too often its offset is too large, and its derivative
    is positive."""
    return -dnllm_dW0(X, Y, W, W0)
