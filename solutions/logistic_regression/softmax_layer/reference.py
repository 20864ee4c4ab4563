"""A linear layer with softmax and the negative log-likelihood of many classes."""

import numpy as np


def nllm(A: np.ndarray, Y: np.ndarray) -> float:
    """The negative log-likelihood −Σ Y log A of many classes, summed over all points.

    A is (K, n), the probabilities, all positive; Y is (K, n) with one-hot columns. The result is a number.
    """
    return -float(np.sum(Y * np.log(A)))


def dnllm_dZ(Z: np.ndarray, Y: np.ndarray) -> np.ndarray:
    """The derivative of the loss by the pre-activations, where A is the softmax of each column of Z.

    Z is (K, n); Y is (K, n) with one-hot columns. The result is (K, n).
    """
    powers = np.exp(Z)
    return powers / np.sum(powers, axis=0, keepdims=True) - Y


def dnllm_dW(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """The gradient of the loss by the weights of the layer Z = Wᵀ X + W0 with softmax.

    X is (d, n) with points as columns, Y is (K, n) with one-hot columns, W is (d, K) and W0 is (K, 1). The result
    is (d, K).
    """
    return X @ dnllm_dZ(W.T @ X + W0, Y).T


def dnllm_dW0(X: np.ndarray, Y: np.ndarray, W: np.ndarray, W0: np.ndarray) -> np.ndarray:
    """The gradient of the loss by the offsets of the layer Z = Wᵀ X + W0 with softmax.

    X is (d, n) with points as columns, Y is (K, n) with one-hot columns, W is (d, K) and W0 is (K, 1). The result
    is (K, 1).
    """
    return np.sum(dnllm_dZ(W.T @ X + W0, Y), axis=1, keepdims=True)
