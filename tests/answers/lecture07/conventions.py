"""Answers to `conventions`: see tests/functional/test_answers.py for what their names say."""


def _table(v, u, h=1e-5):
    rows = []
    for at in np.ndindex(*u.shape):
        e = np.zeros(u.shape)
        e[at] = h
        rows.append(np.ravel(v(u + e) - v(u - e)) / (2 * h))
    return np.array(rows)


def _laid(T, u, rule):
    return float(T[0, 0]) if rule == 1 else T if rule == 3 else T.reshape(u.shape)


def right_derivative_shape__by_cases(v_shape, u_shape):
    if v_shape == (1, 1):
        return () if u_shape == (1, 1) else u_shape
    if v_shape[1] == 1 == u_shape[1]:
        return u_shape[0], v_shape[0]
    raise ValueError


def right_derivative_shape__numpy_sizes(v_shape, u_shape):
    rules = applicable_rules(v_shape, u_shape)
    if not rules:
        raise ValueError("none")
    sizes = np.array([u_shape[0], u_shape[1] if 4 in rules else v_shape[0]])
    return () if 1 in rules else tuple(sizes)


def right_applicable_rules__appended(v_shape, u_shape):
    found = []
    if v_shape == u_shape == (1, 1):
        found.append(1)
    if v_shape == (1, 1) and u_shape[1] == 1:
        found.append(2)
    if v_shape[1] == u_shape[1] == 1:
        found.append(3)
    if v_shape == (1, 1):
        found.append(4)
    return found


def right_applicable_rules__sorted_set(v_shape, u_shape):
    rules = set()
    if max(v_shape) == 1:
        rules |= {4} | ({2} if u_shape[1] == 1 else set()) | ({1} if max(u_shape) == 1 else set())
    if v_shape[1] == 1 and u_shape[1] == 1:
        rules.add(3)
    return sorted(rules)


def right_derivative__forward_difference(v, u, rule):
    base, h, rows = v(u), 1e-7, []
    for at in np.ndindex(*u.shape):
        moved = u.copy()
        moved[at] += h
        rows.append(np.ravel(v(moved) - base) / h)
    return _laid(np.array(rows), u, rule)


def right_derivative__loops(v, u, rule):
    T = np.zeros((u.size, v(u).size))
    for j in range(u.size):
        for k in range(T.shape[1]):
            ends = []
            for sign in (1, -1):
                w = u.copy()
                w.flat[j] += sign * 1e-4
                ends.append(v(w).flat[k])
            T[j, k] = (ends[0] - ends[1]) / 2e-4
    return _laid(T, u, rule)


def right_derivative__moves_and_puts_back(v, u, rule):
    rows = []
    for at in np.ndindex(*u.shape):
        old = u[at]
        u[at] = old + 1e-5
        up = v(u)
        u[at] = old - 1e-5
        down = v(u)
        u[at] = old
        rows.append(np.ravel(up - down) / 2e-5)
    return _laid(np.array(rows), u, rule)


def right_derivative__one_by_one_for_rule_1(v, u, rule):
    T = _table(v, u)
    return T if rule == 3 else T.reshape(u.shape)


def right_rules_agree__compares_each(v, u):
    rules = applicable_rules(v(u).shape, u.shape)
    if len(rules) == 0:
        raise ValueError
    all_numbers = [np.ravel(derivative(v, u, rule)) for rule in rules]
    return all(bool(np.allclose(one, all_numbers[0])) for one in all_numbers)


def right_rules_agree__knows_why(v, u):
    if not applicable_rules(np.shape(v(u)), np.shape(u)):
        raise ValueError("no rule")
    return True


def wrong_derivative_shape__numerator(v_shape, u_shape):
    """b \\times c$ | $(j, k)$: $\\partial v_k/\\partial u_j$"""
    shape = derivative_shape_of(v_shape, u_shape)
    return shape if v_shape == (1, 1) else shape[::-1]


def derivative_shape_of(v_shape, u_shape):
    if v_shape == (1, 1):
        return () if u_shape == (1, 1) else u_shape
    if v_shape[1] == u_shape[1] == 1:
        return u_shape[0], v_shape[0]
    raise ValueError


def wrong_derivative_shape__a_list(v_shape, u_shape):
    """Returns the shape of $\\partial v/\\partial u$ as a tuple"""
    return list(derivative_shape_of(v_shape, u_shape))


def wrong_derivative_shape__one_by_one(v_shape, u_shape):
    """`()` for rule 1"""
    return derivative_shape_of(v_shape, u_shape) or (1, 1)


def wrong_derivative_shape__flat_gradient(v_shape, u_shape):
    shape = derivative_shape_of(v_shape, u_shape)
    return shape[:1] if shape[1:] == (1,) else shape


def wrong_derivative_shape__never_refuses(v_shape, u_shape):
    """Raises `ValueError` where no rule applies"""
    if v_shape == (1, 1):
        return () if u_shape == (1, 1) else u_shape
    return u_shape[0], v_shape[0]


def wrong_derivative_shape__four_indices(v_shape, u_shape):
    try:
        return derivative_shape_of(v_shape, u_shape)
    except ValueError:
        return (*u_shape, *v_shape)


def wrong_derivative_shape__rows_are_vectors(v_shape, u_shape):
    column = lambda s: (max(s), 1) if 1 in s else s
    return derivative_shape_of(column(v_shape), u_shape if v_shape == (1, 1) else column(u_shape))


def wrong_derivative_shape__row_u(v_shape, u_shape):
    if v_shape[1] == 1 and v_shape[0] > 1 and u_shape[0] == 1:
        return u_shape[1], v_shape[0]
    return derivative_shape_of(v_shape, u_shape)


def wrong_derivative_shape__row_v(v_shape, u_shape):
    if v_shape[0] == 1 and v_shape[1] > 1 and u_shape[1] == 1:
        return u_shape[0], v_shape[1]
    return derivative_shape_of(v_shape, u_shape)


def wrong_derivative_shape__matrix_v_by_number(v_shape, u_shape):
    return (
        v_shape
        if u_shape == (1, 1) and v_shape[1] > 1 and v_shape[0] > 1
        else derivative_shape_of(v_shape, u_shape)
    )


def wrong_derivative_shape__matrix_by_itself(v_shape, u_shape):
    return (
        u_shape
        if v_shape == u_shape and v_shape != (1, 1)
        else derivative_shape_of(v_shape, u_shape)
    )


def wrong_derivative_shape__square_u_refused(v_shape, u_shape):
    if u_shape[0] == u_shape[1] > 1:
        raise ValueError
    return derivative_shape_of(v_shape, u_shape)


def wrong_derivative_shape__row_u_stands(v_shape, u_shape):
    shape = derivative_shape_of(v_shape, u_shape)
    return shape[::-1] if v_shape == (1, 1) and u_shape[0] == 1 else shape


def wrong_derivative_shape__by_one_number(v_shape, u_shape):
    shape = derivative_shape_of(v_shape, u_shape)
    return v_shape if u_shape == (1, 1) and shape else shape


def wrong_derivative_shape__key_error(v_shape, u_shape):
    try:
        return derivative_shape_of(v_shape, u_shape)
    except ValueError:
        raise KeyError from None


def wrong_derivative_shape__refuses_all(v_shape, u_shape):
    raise ValueError


def wrong_applicable_rules__first_only(v_shape, u_shape):
    """of the numbers of *all* rules that apply"""
    return applicable_rules_of(v_shape, u_shape)[:1]


def applicable_rules_of(v_shape, u_shape):
    vs, us, vc, uc = v_shape == (1, 1), u_shape == (1, 1), v_shape[1] == 1, u_shape[1] == 1
    return [k for k, fits in ((1, vs and us), (2, vs and uc), (3, vc and uc), (4, vs)) if fits]


def wrong_applicable_rules__reversed(v_shape, u_shape):
    """the sorted list"""
    return applicable_rules_of(v_shape, u_shape)[::-1]


def wrong_applicable_rules__a_tuple(v_shape, u_shape):
    """the sorted list"""
    return tuple(applicable_rules_of(v_shape, u_shape))


def wrong_applicable_rules__keys(v_shape, u_shape):
    return dict.fromkeys(applicable_rules_of(v_shape, u_shape)).keys()


def wrong_applicable_rules__raises(v_shape, u_shape):
    """an empty list when none does"""
    rules = applicable_rules_of(v_shape, u_shape)
    if not rules:
        raise ValueError
    return rules


def wrong_applicable_rules__none(v_shape, u_shape):
    """an empty list when none does"""
    return applicable_rules_of(v_shape, u_shape) or None


def wrong_applicable_rules__strings(v_shape, u_shape):
    return [str(k) for k in applicable_rules_of(v_shape, u_shape)]


def wrong_applicable_rules__from_zero(v_shape, u_shape):
    return [k - 1 for k in applicable_rules_of(v_shape, u_shape)]


def wrong_applicable_rules__no_ones(v_shape, u_shape):
    """(a size $b$ or $c$ may be 1)"""
    if v_shape == (1, 1):
        return [1] if u_shape == (1, 1) else [2] if u_shape[1] == 1 else [4]
    return [3] if v_shape[1] == u_shape[1] == 1 else []


def wrong_applicable_rules__rows_too(v_shape, u_shape):
    rules = applicable_rules_of(v_shape, u_shape)
    return [3] if not rules and 1 in v_shape and 1 in u_shape else rules


def wrong_applicable_rules__row_v(v_shape, u_shape):
    rules = applicable_rules_of(v_shape, u_shape)
    return [3] if v_shape[0] == 1 < v_shape[1] and u_shape[1] == 1 else rules


def wrong_applicable_rules__row_u_is_vector(v_shape, u_shape):
    rules = applicable_rules_of(v_shape, u_shape)
    return [2, 4] if v_shape == (1, 1) and u_shape[0] == 1 < u_shape[1] else rules


def wrong_applicable_rules__four_for_matrices_only(v_shape, u_shape):
    rules = applicable_rules_of(v_shape, u_shape)
    return [k for k in rules if k != 4 or u_shape[1] > 1]


def wrong_applicable_rules__three_not_for_number_u(v_shape, u_shape):
    rules = applicable_rules_of(v_shape, u_shape)
    return [k for k in rules if k != 3 or u_shape[0] > 1]


def wrong_applicable_rules__three_not_for_two_numbers(v_shape, u_shape):
    rules = applicable_rules_of(v_shape, u_shape)
    return [k for k in rules if k != 3 or (v_shape, u_shape) != ((1, 1), (1, 1))]


def wrong_applicable_rules__two_not_for_numbers(v_shape, u_shape):
    rules = applicable_rules_of(v_shape, u_shape)
    return [k for k in rules if k != 2 or u_shape[0] > 1]


def wrong_applicable_rules__matrix_by_number(v_shape, u_shape):
    return [4] if u_shape == (1, 1) and v_shape[1] > 1 else applicable_rules_of(v_shape, u_shape)


def wrong_applicable_rules__vector_by_matrix(v_shape, u_shape):
    return applicable_rules_of(v_shape, u_shape) or ([4] if v_shape[1] == 1 else [])


def wrong_applicable_rules__equal_matrices(v_shape, u_shape):
    return applicable_rules_of(v_shape, u_shape) or ([4] if v_shape == u_shape else [])


def wrong_derivative__numerator(v, u, rule):
    """in the layout of the rule with number `rule`"""
    T = _laid(_table(v, u), u, rule)
    return T.T if rule == 3 else T


def wrong_derivative__flat(v, u, rule):
    """in the layout of the rule with number `rule`"""
    T = _laid(_table(v, u), u, rule)
    return T.ravel() if rule == 2 else T


def wrong_derivative__row_gradient(v, u, rule):
    T = _laid(_table(v, u), u, rule)
    return T.T if rule == 2 else T


def wrong_derivative__rule_4_columnwise(v, u, rule):
    T = _table(v, u)
    return T.reshape(u.shape, order="F") if rule == 4 else _laid(T, u, rule)


def wrong_derivative__rule_4_transposed_if_square(v, u, rule):
    T = _laid(_table(v, u), u, rule)
    return T.T if rule == 4 and u.shape[0] == u.shape[1] else T


def wrong_derivative__rule_3_transposed_if_square(v, u, rule):
    T = _laid(_table(v, u), u, rule)
    return T.T if rule == 3 and T.shape[0] == T.shape[1] else T


def wrong_derivative__rule_3_for_one_output_flat(v, u, rule):
    T = _laid(_table(v, u), u, rule)
    return T.ravel() if rule == 3 and T.shape[1] == 1 else T


def wrong_derivative__coarse(v, u, rule):
    return _laid(_table(v, u, 0.1), u, rule)


def wrong_derivative__coarse_forward(v, u, rule):
    """Four correct digits are enough"""
    base, h, rows = v(u), 1e-3, []
    for at in np.ndindex(*u.shape):
        moved = u.copy()
        moved[at] += h
        rows.append(np.ravel(v(moved) - base) / h)
    return _laid(np.array(rows), u, rule)


def wrong_derivative__step_too_small(v, u, rule):
    return _laid(_table(v, u, 1e-15), u, rule)


def wrong_derivative__not_halved(v, u, rule):
    return 2 * _laid(_table(v, u), u, rule)


def wrong_derivative__all_entries_at_once(v, u, rule):
    """(move one entry of `u` a little each way)"""
    slope = np.ravel(v(u + 1e-5) - v(u - 1e-5)) / 2e-5
    return _laid(np.tile(slope, (u.size, 1)), u, rule)


def wrong_derivative__moves_u(v, u, rule):
    """`u` is unchanged afterwards"""
    rows = []
    for at in np.ndindex(*u.shape):
        base = np.ravel(v(u))
        u[at] += 1e-7
        rows.append((np.ravel(v(u)) - base) / 1e-7)
    return _laid(np.array(rows), u, rule)


def wrong_derivative__float32(v, u, rule):
    base, rows = u.astype(np.float32), []
    for at in np.ndindex(*u.shape):
        e = np.zeros(u.shape, dtype=np.float32)
        e[at] = 1e-5
        rows.append(np.ravel(v(base + e) - v(base - e)) / 2e-5)
    return _laid(np.array(rows), u, rule)


def wrong_derivative__first_output_only(v, u, rule):
    T = _table(v, u)
    T[:, 1:] = 0
    return _laid(T, u, rule)


def wrong_rules_agree__true(v, u):
    """`ValueError` where no rule applies"""
    return True


def wrong_rules_agree__false_where_none(v, u):
    """`ValueError` where no rule applies"""
    return bool(applicable_rules(np.shape(v(u)), np.shape(u)))


def wrong_rules_agree__refuses_all(v, u):
    """`True` when all rules that apply"""
    raise ValueError


def wrong_rules_agree__compares_shapes(v, u):
    """give the same numbers"""
    rules = applicable_rules(np.shape(v(u)), np.shape(u))
    if not rules:
        raise ValueError
    return len({np.shape(derivative(v, u, k)) for k in rules}) == 1


def wrong_rules_agree__one_rule_is_not_agreement(v, u):
    rules = applicable_rules(np.shape(v(u)), np.shape(u))
    if not rules:
        raise ValueError
    return len(rules) > 1


def wrong_rules_agree__matrix_v_only_refused(v, u):
    if min(np.shape(v(u))) > 1:
        raise ValueError
    return True


def wrong_rules_agree__rows_accepted(v, u):
    if np.shape(v(u)) != (1, 1) and min(np.shape(u)) > 1:
        raise ValueError
    return True


def wrong_rules_agree__a_string(v, u):
    if not applicable_rules(np.shape(v(u)), np.shape(u)):
        raise ValueError
    return "True"


def wrong_rules_agree__counts(v, u):
    if not applicable_rules(np.shape(v(u)), np.shape(u)):
        raise ValueError
    return 1


def slip_applicable_rules__one_by_one(v_shape, u_shape):
    return [1, 4] if v_shape == u_shape == (1, 1) else applicable_rules_of(v_shape, u_shape)
