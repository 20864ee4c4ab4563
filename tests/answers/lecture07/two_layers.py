"""Answers to `two_layers`: see tests/functional/test_answers.py for what their names say."""


def right_two_layers__rows(x, W1, W01, W2, W02, f1, f2):
    return f2(f1(x.T @ W1 + W01.T) @ W2 + W02.T).T


def right_two_layers__given_layer(x, W1, W01, W2, W02, f1, f2):
    return f2(layer(f1(layer(x, W1, W01)), W2, W02))


def right_two_layers__units_one_by_one(x, W1, W01, W2, W02, f1, f2):
    hidden = np.array(
        [[f1(sum(W1[i, k] * x[i, 0] for i in range(len(x))) + W01[k, 0])] for k in range(len(W01))]
    )
    hidden = hidden.reshape(-1, 1)
    out = np.zeros(W02.shape)
    for k in range(len(W02)):
        out[k, 0] = np.sum(W2[:, k] * hidden[:, 0]) + W02[k, 0]
    return f2(out)


def right_two_layers__in_place_on_its_own(x, W1, W01, W2, W02, f1, f2):
    Z = W1.T @ x
    Z += W01
    Z = W2.T @ f1(Z)
    Z += W02
    return f2(Z)


def wrong_two_layers__no_f2(x, W1, W01, W2, W02, f1, f2):
    """A^2 = f^2({W^2}^T A^1 + W_0^2)."""
    return W2.T @ f1(W1.T @ x + W01) + W02


def wrong_two_layers__no_f1(x, W1, W01, W2, W02, f1, f2):
    """A^1 = f^1({W^1}^T x + W_0^1)"""
    return f2(W2.T @ (W1.T @ x + W01) + W02)


def wrong_two_layers__f1_twice(x, W1, W01, W2, W02, f1, f2):
    """whichever functions are passed in"""
    return f1(W2.T @ f1(W1.T @ x + W01) + W02)


def wrong_two_layers__tanh(x, W1, W01, W2, W02, f1, f2):
    """whichever functions are passed in"""
    return np.tanh(W2.T @ np.tanh(W1.T @ x + W01) + W02)


def wrong_two_layers__hidden_tanh(x, W1, W01, W2, W02, f1, f2):
    """whichever functions are passed in"""
    return f2(W2.T @ np.tanh(W1.T @ x + W01) + W02)


def wrong_two_layers__hidden_relu(x, W1, W01, W2, W02, f1, f2):
    return f2(W2.T @ relu(W1.T @ x + W01) + W02)


def wrong_two_layers__known_functions_only(x, W1, W01, W2, W02, f1, f2):
    known = {"tanh": np.tanh, "relu": relu, "identity": identity}
    f1, f2 = (known.get(getattr(f, "__name__", ""), np.tanh) for f in (f1, f2))
    return f2(W2.T @ f1(W1.T @ x + W01) + W02)


def wrong_two_layers__f2_by_sign(x, W1, W01, W2, W02, f1, f2):
    Z = W2.T @ f1(W1.T @ x + W01) + W02
    return Z if f2 is identity else np.tanh(Z)


def wrong_two_layers__f2_on_hidden(x, W1, W01, W2, W02, f1, f2):
    return f1(W2.T @ f2(W1.T @ x + W01) + W02)


def wrong_two_layers__no_offsets(x, W1, W01, W2, W02, f1, f2):
    return f2(W2.T @ f1(W1.T @ x))


def wrong_two_layers__first_offset_twice(x, W1, W01, W2, W02, f1, f2):
    return f2(W2.T @ (f1(W1.T @ x + W01) + W01) + W02)


def wrong_two_layers__no_first_offset(x, W1, W01, W2, W02, f1, f2):
    return f2(W2.T @ f1(W1.T @ x) + W02)


def wrong_two_layers__flat(x, W1, W01, W2, W02, f1, f2):
    """the result has shape $(n, 1)$"""
    return f2(W2.T @ f1(W1.T @ x + W01) + W02).ravel()


def wrong_two_layers__row(x, W1, W01, W2, W02, f1, f2):
    """vectors are columns: 2-D arrays of shape $(n, 1)$"""
    return f2(W2.T @ f1(W1.T @ x + W01) + W02).T


def wrong_two_layers__untransposed_when_it_fits(x, W1, W01, W2, W02, f1, f2):
    A = f1((W1 if W1.shape[0] == W1.shape[1] else W1.T) @ x + W01)
    return f2((W2 if W2.shape[0] == W2.shape[1] else W2.T) @ A + W02)


def wrong_two_layers__second_untransposed_when_it_fits(x, W1, W01, W2, W02, f1, f2):
    A = f1(W1.T @ x + W01)
    return f2((W2 if W2.shape[0] == W2.shape[1] else W2.T) @ A + W02)


def wrong_two_layers__four_units_at_most(x, W1, W01, W2, W02, f1, f2):
    A = f1(W1.T @ x + W01)
    return f2(W2[:5].T @ A[:5] + W02)


def wrong_two_layers__no_row_for_one_output(x, W1, W01, W2, W02, f1, f2):
    A = f2(W2.T @ f1(W1.T @ x + W01) + W02)
    return A.ravel() if len(A) == 1 else A


def wrong_two_layers__linear_in_small(x, W1, W01, W2, W02, f1, f2):
    Z = W1.T @ x + W01
    A = Z if np.max(np.abs(Z)) < 0.3 else f1(Z)
    return f2(W2.T @ A + W02)


def wrong_two_layers__clipped(x, W1, W01, W2, W02, f1, f2):
    return f2(np.clip(W2.T @ f1(W1.T @ x + W01) + W02, -3, 3))


def wrong_two_layers__adds_in_place(x, W1, W01, W2, W02, f1, f2):
    W01 += W1.T @ x
    return f2(W2.T @ f1(W01) + W02)


def wrong_two_layers__remembers_sizes(x, W1, W01, W2, W02, f1, f2):
    key = W1.shape, W2.shape
    if key not in _seen:
        _seen[key] = f2(W2.T @ f1(W1.T @ x + W01) + W02)
    return _seen[key]


_seen = {}


def wrong_two_layers__float32(x, W1, W01, W2, W02, f1, f2):
    return f2(W2.T @ f1((W1.T @ x + W01).astype(np.float32)) + W02)


def wrong_two_layers__f1_called_twice(x, W1, W01, W2, W02, f1, f2):
    return f2(W2.T @ f1(f1(W1.T @ x + W01)) + W02)


def slip_two_layers__crashes_for_one_unit(x, W1, W01, W2, W02, f1, f2):
    if 1 in (*W1.shape, *W2.shape):
        raise IndexError
    return f2(W2.T @ f1(W1.T @ x + W01) + W02)
