"""Mistakes with the derivative of A by W, and what to tell the student."""

import numpy as np


def dA_dW__as_a_matrix(x: np.ndarray, n: int) -> np.ndarray:
    """You squeezed the derivative into an m × n matrix with x_j everywhere, which has no place for the index p of
    the output A_p. The question is about every A_p by every W_jk: three indices, m × n × n."""
    return x @ np.ones((1, n))


def dA_dW__every_output(x: np.ndarray, n: int) -> np.ndarray:
    """You say that W_jk moves every output A_p by x_j. But A_p = Σ_i W_ip x_i + W0_p contains only column p
    of W. For which p does A_p contain W_jk at all?"""
    return np.repeat(np.repeat(x[:, :, None], n, axis=1), n, axis=2)


def dA_dW__without_x(x: np.ndarray, n: int) -> np.ndarray:
    """Your zeros are in the right places, but the other entries should not be 1: W_jk stands in A_k with a
    factor in front. Which one?"""
    return np.repeat(np.eye(n)[None, :, :], x.shape[0], axis=0)


def dA_dW__output_index_first(x: np.ndarray, n: int) -> np.ndarray:
    """Your numbers are right, but the index of the output comes first: [p, j, k]. Asked is [j, k, p] =
    ∂A_p/∂W_jk, what one differentiates by first, as in rule 3."""
    return np.einsum("j,kp->pjk", x[:, 0], np.eye(n))


def dA_dW__input_index_last(x: np.ndarray, n: int) -> np.ndarray:
    """Your numbers are right, but j, the index of the input, stands last. Asked is [j, k, p] = ∂A_p/∂W_jk, so the
    array is (m, n, n)."""
    return np.einsum("j,kp->kpj", x[:, 0], np.eye(n))


def dA_dW__sum_of_inputs(x: np.ndarray, n: int) -> np.ndarray:
    """Where k = p you have the sum of all inputs. The weight W_jk multiplies one input only, x_j; the others
    have weights of their own."""
    return np.full((x.shape[0], 1, 1), np.sum(x)) * np.eye(n)[None, :, :]


def substitution_fits__always(m: int, n: int) -> bool:
    """You say that the sizes can always be made to fit. Whatever matrix stands on the left, its product with
    the column ∂loss/∂A has one column. How many does ∂loss/∂W have?"""
    return True


def substitution_fits__never(m: int, n: int) -> bool:
    """You say that the sizes never fit. Mostly so; but there is a number of outputs for which ∂loss/∂W is a
    column itself."""
    return False


def substitution_fits__square(m: int, n: int) -> bool:
    """You say that the sizes fit when W is square. Try m = n = 2: a matrix times the 2 × 1 vector ∂loss/∂A is
    a column, and ∂loss/∂W would have to be 2 × 2."""
    return m == n


def substitution_fits__one_input(m: int, n: int) -> bool:
    """You look at m, the number of inputs. It can be met by giving the matrix m rows; what nothing can
    change is the number of columns of the product."""
    return m == 1
