import numpy as np
from reference import applicable_rules, derivative, derivative_shape, rules_agree


def derivative_shape__numerator_layout(v_shape, u_shape):
    """You put v's size first, as many books do (the numerator layout). In our rule 3, ∂v/∂u is b × c: one row for each entry of
    u, one column for each entry of v."""
    if v_shape[1] == 1 and u_shape[1] == 1 and v_shape[0] > 1:
        return (v_shape[0], u_shape[0])
    return derivative_shape(v_shape, u_shape)


def derivative_shape__gradient_as_row(v_shape, u_shape):
    """You lay the gradient of a scalar out as a row. By rule 2 it is a column, b × 1, of the same shape as u, so that u and its
    gradient can be subtracted."""
    shape = derivative_shape(v_shape, u_shape)
    return (1, shape[0]) if tuple(v_shape) == (1, 1) and u_shape[1] == 1 and shape else shape


def derivative_shape__flat(v_shape, u_shape):
    """You leave out sizes of 1: (b,) where (b, 1) is due. Columns stay 2-D arrays in all our derivatives."""
    return tuple(size for size in derivative_shape(v_shape, u_shape) if size != 1)


def applicable_rules__first_only(v_shape, u_shape):
    """You stop at the first rule that fits. b and c may be 1, so several rules can apply at once: a 1 × 1 matrix is also a 1 × 1
    vector."""
    return applicable_rules(v_shape, u_shape)[:1]


def applicable_rules__scalars_are_no_vectors(v_shape, u_shape):
    """You don't count a 1 × 1 array as a vector with one entry. In rules 2 and 3 the sizes b and c may be 1: that is where the
    conventions overlap."""
    v_scalar, u_scalar = tuple(v_shape) == (1, 1), tuple(u_shape) == (1, 1)
    if v_scalar and u_scalar:
        return [1]
    return [r for r in applicable_rules(v_shape, u_shape) if not (r == 3 and (v_scalar or u_scalar))]


def applicable_rules__no_overlap_with_matrix_rule(v_shape, u_shape):
    """Rule 4 is missing where u is a column. A column b × 1 is a b × c matrix with c = 1, so rule 4 applies there as well."""
    rules = applicable_rules(v_shape, u_shape)
    return [r for r in rules if r != 4] if u_shape[1] == 1 else rules


def derivative__numerator_layout(v, u, rule):
    """Your array is the transpose of the one that rule 3 asks for: entry (j, k) is ∂v_k/∂u_j, so u's index is the row. Many books
    use the other layout; here it would make the chain rule come out in the wrong order."""
    result = derivative(v, u, rule)
    return result.T if rule == 3 and np.ndim(result) == 2 else result


def derivative__half_the_slope(v, u, rule):
    """Your slopes are half of what they should be. v(u + h) − v(u − h) spans a distance of 2h; v(u + h) − v(u) spans h."""
    return derivative(v, u, rule) / 2


def derivative__all_entries_moved_at_once(v, u, rule):
    """You move all entries of u at the same time, which gives the sum of the partial derivatives. Move one entry at a time and
    leave the others where they are."""
    h = 1e-5
    slope = (v(u + h) - v(u - h)) / (2 * h)
    if rule == 1:
        return float(np.ravel(slope)[0])
    if rule == 3:
        return np.ones((u.shape[0], 1)) @ np.reshape(slope, (1, -1))
    return np.ones(u.shape) * np.ravel(slope)[0]


def rules_agree__never(v, u):
    """You say that the rules disagree. Compute the derivative by two rules that apply to the same sizes, for instance rules 2 and 3 with
    a 1 × 1 v, and compare the numbers."""
    rules_agree(v, u)
    return False


def rules_agree__only_with_several(v, u):
    """You answer False where only one rule applies. All of the rules that apply agree with each other there, too: there is
    nothing that could disagree."""
    rules_agree(v, u)
    return len(applicable_rules(np.shape(v(u)), np.shape(u))) > 1
