"""Public tests of conventions, for Otter: `otter check`, or `Notebook().check("conventions")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "conventions"

FUNCTIONS = {
    'derivative_shape': ('v_shape', 'u_shape'),
    'applicable_rules': ('v_shape', 'u_shape'),
    'derivative': ('v', 'u', 'rule'),
    'rules_agree': ('v', 'u'),
}

CASES = {
    'p1': {
        'sizes': {
            'b': 4,
            'c': 3,
        },
        'inputs': {
            'v_shape': (3, 1),
            'u_shape': (4, 1),
            'u': array([[0.5589], [-0.2372], [0.3539], [0.6123]]),
            'rule': 3,
            'v': Formula('M.T @ np.tanh(u) + k', ('u',), {
                'M': array([[-0.0842, 0.2355, 0.209], [-0.8179, -1.1857, -2.2145], [1.911, 0.8958, 0.2774], [0.3076, 2.1515, 1.1404]]),
                'k': array([[0.1621], [-1.2277], [-0.0204]]),
            }),
        },
    },
    'p2': {
        'sizes': {
            'b': 4,
            'c': 3,
        },
        'inputs': {
            'v_shape': (1, 1),
            'u_shape': (4, 1),
            'u': array([[-0.9952], [-0.4751], [0.7001], [0.2861]]),
            'rule': 3,
            'v': Formula('M.T @ np.tanh(u) + k', ('u',), {
                'M': array([[0.4434, 0.2355, -0.2026], [0.7272, -1.668, 0.2217], [3.0431, -0.3985, -2.3046], [1.5258, -0.2666, -1.3497]]),
                'k': array([[-1.9626], [0.4335], [-0.3036]]),
            }),
        },
    },
    'p3': {
        'sizes': {
            'b': 3,
            'c': 2,
        },
        'inputs': {
            'v_shape': (2, 1),
            'u_shape': (3, 1),
            'u': array([[0.0853], [0.6457], [-0.3833]]),
            'rule': 2,
            'v': Formula('k.T @ u**2', ('u',), {
                'k': array([[-2.2462], [-1.7362], [-0.3438]]),
            }),
        },
    },
    'p4': {
        'sizes': {
            'b': 3,
            'c': 2,
        },
        'inputs': {
            'v_shape': (2, 1),
            'u_shape': (3, 2),
            'u': array([[0.5244], [-0.2506], [2.0714]]),
            'rule': 3,
            'v': Formula('M.T @ np.tanh(u) + k', ('u',), {
                'M': array([[-0.6238, 0.8886], [0.4289, 1.6214], [0.6496, 0.5367]]),
                'k': array([[-1.2079], [-0.2998]]),
            }),
        },
    },
}

CHECKS = [
    {
        'kind': 'value',
        'exact': True,
        'cases': {
            ('derivative_shape', 'p1'): ((4, 3), None),
            ('derivative_shape', 'p2'): ((4, 1), None),
        },
    },
    {
        'kind': 'raises',
        'error': 'ValueError',
        'cases': {
            ('derivative_shape', 'p4'): None,
        },
    },
    {
        'kind': 'value',
        'exact': True,
        'cases': {
            ('applicable_rules', 'p1'): ([3], None),
            ('applicable_rules', 'p2'): ([2, 3, 4], None),
            ('applicable_rules', 'p4'): ([], None),
        },
    },
    {
        'kind': 'value',
        'rtol': 0.0001,
        'cases': {
            ('derivative', 'p1'): (array([[-0.06254274121930692, 0.174926550566834, 0.15524267120703428], [-0.7735544484077649, -1.1214127759839876, -2.0944324807370407], [1.6903096248910285, 0.7923492213346427, 0.2453646729128067], [0.2159854543770656, 1.5107045028939223, 0.8007471136828314]]), array([[1.1102244124039373e-11, 5.551115123125783e-17, 8.326672684688674e-17], [1.1101786157041715e-11, 4.440892098500626e-16, 8.881784197001252e-16], [8.881784197001252e-16, 1.1102341268554028e-11, 1.1102230246251565e-16], [1.110220249067595e-11, 1.110289638006634e-11, 4.440892098500626e-16]])),
            ('derivative', 'p3'): (array([[-0.3832017200000592], [-2.2421286799911844], [0.2635570800046949]]), array([[2.220446049250313e-16], [5.552003301545483e-12], [5.5510596119745514e-12]])),
        },
    },
    {
        'kind': 'choice',
        'among': (True, False),
        'cases': {
            ('rules_agree', 'p1'): True,
            ('rules_agree', 'p3'): True,
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('derivative', 'p1'): None,
            ('derivative', 'p3'): None,
            ('rules_agree', 'p1'): None,
            ('rules_agree', 'p3'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. value of derivative_shape', points=2)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. raises of derivative_shape', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. value of applicable_rules', points=3)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. value of derivative', points=3)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. choice of rules_agree', points=1)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. pure of derivative, rules_agree', points=0)
def test_6(env):
    question.report(env, 5)
