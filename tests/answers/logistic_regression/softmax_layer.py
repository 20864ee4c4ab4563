"""Answers to `softmax_layer`: see tests/functional/test_answers.py for what their names say."""


def _A(Z):
    e = np.exp(Z - np.max(Z, axis=0, keepdims=True))
    return e / np.sum(e, axis=0, keepdims=True)


def right_nllm__picked(A, Y):
    return float(-np.sum(np.log(A[Y == 1])))


def right_nllm__trace(A, Y):
    return -np.trace(Y.T @ np.log(A))


def right_dnllm_dZ__columns(Z, Y):
    return np.hstack([softmax(Z[:, [i]]) - Y[:, [i]] for i in range(Z.shape[1])])


def right_dnllm_dZ__chain_rule(Z, Y):
    out = np.zeros(Z.shape)
    for i in range(Z.shape[1]):
        z, y = Z[:, [i]], Y[:, [i]]
        out[:, [i]] = dsoftmax_dz(z) @ (-y / softmax(z))
    return out


def right_dnllm_dW__points(X, Y, W, W0):
    D = dnllm_dZ(W.T @ X + W0, Y)
    return sum(X[:, [i]] @ D[:, [i]].T for i in range(X.shape[1]))


def right_dnllm_dW0__ones(X, Y, W, W0):
    return (_A(W.T @ X + W0) - Y) @ np.ones((X.shape[1], 1))


def wrong_nllm__mean(A, Y):
    """the **sum** over the points (no mean, no regulariser)"""
    return -np.sum(Y * np.log(A)) / Y.shape[1]


def wrong_nllm__positive(A, Y):
    return np.sum(Y * np.log(A))


def wrong_nllm__binary(A, Y):
    return -np.sum(Y * np.log(A) + (1 - Y) * np.log(1 - A))


def wrong_nllm__base_two(A, Y):
    return -np.sum(Y * np.log2(A))


def wrong_nllm__by_point(A, Y):
    """the loss, a number"""
    return -np.sum(Y * np.log(A), axis=0, keepdims=True)


def wrong_nllm__largest(A, Y):
    return -np.sum(np.log(np.max(A, axis=0)))


def wrong_nllm__all_classes(A, Y):
    """\\sum_{k=1}^K Y_{ki} \\log A_{ki}"""
    return -np.sum(np.log(A))


def wrong_nllm__log_of_sum(A, Y):
    return -np.log(np.sum(Y * A))


def wrong_nllm__clipped(A, Y):
    return -np.sum(Y * np.log(np.maximum(A, 1e-3)))


def wrong_nllm__first_point(A, Y):
    return -np.sum(Y[:, :1] * np.log(A[:, :1]))


def wrong_nllm__logs_in_place(A, Y):
    """the arguments are unchanged"""
    np.log(A, out=A)
    return -np.sum(Y * A)


def wrong_dnllm_dZ__reversed(Z, Y):
    return Y - _A(Z)


def wrong_dnllm_dZ__mean(Z, Y):
    """the **sum** over the points (no mean, no regulariser)"""
    return (_A(Z) - Y) / Z.shape[1]


def wrong_dnllm_dZ__whole_matrix(Z, Y):
    """column by column"""
    e = np.exp(Z - np.max(Z))
    return e / np.sum(e) - Y


def wrong_dnllm_dZ__rows(Z, Y):
    e = np.exp(Z)
    return e / np.sum(e, axis=1, keepdims=True) - Y


def wrong_dnllm_dZ__sigmoid(Z, Y):
    return 0.5 + 0.5 * np.tanh(Z / 2) - Y


def wrong_dnllm_dZ__right_class_only(Z, Y):
    return Y * (_A(Z) - Y)


def wrong_dnllm_dZ__ratio(Z, Y):
    return -Y / _A(Z)


def wrong_dnllm_dZ__extra_slope(Z, Y):
    A = _A(Z)
    return (A - Y) * A * (1 - A)


def wrong_dnllm_dZ__transposed(Z, Y):
    """of shape $(K, n)$"""
    return (_A(Z) - Y).T


def wrong_dnllm_dZ__linear(Z, Y):
    return Z - Y


def wrong_dnllm_dZ__clipped_scores(Z, Y):
    return _A(np.clip(Z, -3, 3)) - Y


def wrong_dnllm_dZ__columns_if_not_square(Z, Y):
    e = np.exp(Z)
    return e / np.sum(e, axis=1 if Z.shape[0] == Z.shape[1] else 0, keepdims=True) - Y


def wrong_dnllm_dZ__in_place(Z, Y):
    """the arguments are unchanged"""
    Z[:] = _A(Z)
    return Z - Y


def wrong_dnllm_dZ__one_point_is_a_column(Z, Y):
    D = _A(Z) - Y
    return D if D.shape[1] > 1 else D.ravel()


def wrong_dnllm_dW__transposed(X, Y, W, W0):
    """of shape $(d, K)$"""
    return (_A(W.T @ X + W0) - Y) @ X.T


def wrong_dnllm_dW__transposed_if_square(X, Y, W, W0):
    G = X @ (_A(W.T @ X + W0) - Y).T
    return G.T if G.shape[0] == G.shape[1] else G


def wrong_dnllm_dW__no_offsets(X, Y, W, W0):
    return X @ (_A(W.T @ X) - Y).T


def wrong_dnllm_dW__mean(X, Y, W, W0):
    return X @ (_A(W.T @ X + W0) - Y).T / X.shape[1]


def wrong_dnllm_dW__targets_only(X, Y, W, W0):
    return -X @ Y.T


def wrong_dnllm_dW__decay(X, Y, W, W0):
    return X @ (_A(W.T @ X + W0) - Y).T + 1e-3 * W


def wrong_dnllm_dW__last_point(X, Y, W, W0):
    return X[:, -1:] @ (_A(W.T @ X + W0) - Y)[:, -1:].T


def wrong_dnllm_dW__flat_for_one(X, Y, W, W0):
    G = X @ (_A(W.T @ X + W0) - Y).T
    return G if len(G) > 1 else G.ravel()


def wrong_dnllm_dW__moves_W0(X, Y, W, W0):
    """the arguments are unchanged"""
    G = X @ (_A(W.T @ X + W0) - Y).T
    W0 -= 0.1
    return G


def wrong_dnllm_dW0__mean(X, Y, W, W0):
    """the **sum** over the points (no mean, no regulariser)"""
    return np.mean(_A(W.T @ X + W0) - Y, axis=1, keepdims=True)


def wrong_dnllm_dW0__over_classes(X, Y, W, W0):
    return np.sum(_A(W.T @ X + W0) - Y, axis=0, keepdims=True).T


def wrong_dnllm_dW0__flat(X, Y, W, W0):
    """of shape $(K, 1)$"""
    return np.sum(_A(W.T @ X + W0) - Y, axis=1)


def wrong_dnllm_dW0__counts(X, Y, W, W0):
    return -np.sum(Y, axis=1, keepdims=True)


def wrong_dnllm_dW0__matrix(X, Y, W, W0):
    return _A(W.T @ X + W0) - Y


def wrong_dnllm_dW0__first_point(X, Y, W, W0):
    return (_A(W.T @ X + W0) - Y)[:, :1]


def wrong_dnllm_dW0__offsets_left_out(X, Y, W, W0):
    return np.sum(_A(W.T @ X) - Y, axis=1, keepdims=True)


def wrong_dnllm_dW0__total(X, Y, W, W0):
    return np.sum(_A(W.T @ X + W0) - Y) * np.ones(W0.shape)
