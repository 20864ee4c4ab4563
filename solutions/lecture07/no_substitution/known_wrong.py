import numpy as np
from reference import dA_dW


def dA_dW__every_output(x, n):
    """You let W_jk move every output. A_p = Σ_i W_ip x_i + W0_p holds only the weights of column p: for p ≠ k the derivative is
    zero."""
    return np.repeat(np.repeat(x.reshape(-1, 1, 1), n, axis=1), n, axis=2)


def dA_dW__ones(x, n):
    """You have 1 where x_j is due: W_jk is multiplied by x_j in A_k, and that factor stays when one differentiates."""
    return np.repeat(np.eye(n)[np.newaxis], x.shape[0], axis=0)


def dA_dW__outputs_first(x, n):
    """You put the output's index first, [p, j, k]. Here u's indices come first, as in rule 3: entry [j, k, p] is
    ∂A_p/∂W_jk."""
    return np.moveaxis(dA_dW(x, n), 2, 0)


def dA_dW__matrix(x, n):
    """You return an m × n matrix, with the output's index left out. ∂A_p/∂W_jk needs three indices: which output p, and which weight
    (j, k)."""
    return np.repeat(x, n, axis=1)


def dA_dW__reversed_outputs(x, n):
    """The outputs are in the reverse order: ∂A_p/∂W_jk is x_j where p = k, not where p counts from the other end."""
    return dA_dW(x, n)[:, :, ::-1]


def substitution_fits__always(m, n):
    """You say it always fits. Write the sizes down: whatever the matrix, times an n × 1 column it gives a result with a single
    column, and ∂loss/∂W has n of them."""
    return True


def substitution_fits__never(m, n):
    """You say it never fits. There is a case in which ∂loss/∂W has only one column: which n is that?"""
    return False


def substitution_fits__square(m, n):
    """You say that it fits for square W. The number of columns is what matters: a matrix times an n × 1 column has exactly one."""
    return m == n


def substitution_fits__one_input(m, n):
    """You look at m = 1, but it is the number of columns, n, that the product can't reproduce."""
    return m == 1
