"""Public tests of regularised_objective, for Otter: `otter check`, or `Notebook().check("regularised_objective")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "regularised_objective"

FUNCTIONS = {
    'predictions': ('X', 'theta', 'theta0'),
    'J': ('X', 'y', 'theta', 'theta0', 'lam'),
}

CASES = {
    'p1': {
        'sizes': {
            'd': 2,
            'n': 4,
        },
        'inputs': {
            'X': array([[1.0, 2.0, -1.0, 0.5], [0.0, 1.0, 1.0, -2.0]]),
            'y': array([[1.0, 1.0, 0.0, 0.0]]),
            'theta': array([[1.7524], [0.2552]]),
            'theta0': array([[1.6659]]),
            'lam': 0.1,
        },
    },
    'p2': {
        'sizes': {
            'd': 3,
            'n': 5,
        },
        'inputs': {
            'X': array([[-0.1157, 0.9932, 0.5875, 0.4743, -1.3165], [-0.681, 0.1148, -1.1498, -0.7421, 1.0182], [0.0651, -0.8667, 0.1048, -1.8687, 0.6558]]),
            'y': array([[0.0, 0.0, 0.0, 1.0, 1.0]]),
            'theta': array([[-2.518], [-0.4101], [0.3879]]),
            'theta0': array([[-0.2238]]),
            'lam': 0.0912,
        },
    },
    'p3': {
        'sizes': {
            'd': 3,
            'n': 3,
        },
        'inputs': {
            'X': array([[-0.2657, 0.5698, 1.3905], [-2.6681, -1.2411, -1.5552], [-0.1833, 1.1064, 0.7123]]),
            'y': array([[1.0, 1.0, 1.0]]),
            'theta': array([[1.2208], [0.2273], [-3.546]]),
            'theta0': array([[0.2842]]),
            'lam': 0.0508,
        },
    },
    'p4': {
        'sizes': {
            'd': 1,
            'n': 1,
        },
        'inputs': {
            'X': array([[-1.6266]]),
            'y': array([[0.0]]),
            'theta': array([[0.7818]]),
            'theta0': array([[-0.5826]]),
            'lam': 0.4268,
        },
    },
}

CHECKS = [
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('predictions', 'p1'): ('array', (1, 4), 'shape (1, n) = (1, 4)'),
            ('predictions', 'p2'): ('array', (1, 5), 'shape (1, n) = (1, 5)'),
            ('predictions', 'p3'): ('array', (1, 3), 'shape (1, n) = (1, 3)'),
            ('predictions', 'p4'): ('array', (1, 1), 'shape (1, n) = (1, 1)'),
        },
    },
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('J', 'p1'): ('scalar',),
            ('J', 'p2'): ('scalar',),
            ('J', 'p3'): ('scalar',),
            ('J', 'p4'): ('scalar',),
        },
    },
    {
        'judge': 'value',
        'counts': True,
        'cases': {
            ('predictions', 'p1'): (array([[0.9682715862497177, 0.9956181814506739, 0.5420752598954854, 0.8840854049978759]]), array([[4.440892098500626e-16, 6.661338147750939e-16, 2.220446049250313e-16, 3.3306690738754696e-16]])),
            ('predictions', 'p2'): (array([[0.5919573753342675, 0.04278051336841352, 0.2330908417983368, 0.1372144755870532, 0.9492118042487471]]), array([[3.3306690738754696e-16, 1.457167719820518e-16, 3.0531133177191805e-16, 3.0531133177191805e-16, 4.440892098500626e-16]])),
            ('predictions', 'p3'): (array([[0.5008390267124705, 0.03821420001700965, 0.2895459307307561]]), array([[6.661338147750939e-16, 1.1102230246251565e-16, 3.885780586188048e-16]])),
            ('predictions', 'p4'): (array([[0.1353716409272913]]), array([[3.3306690738754696e-16]])),
        },
    },
    {
        'judge': 'value',
        'rtol': 1e-08,
        'counts': True,
        'cases': {
            ('J', 'p1'): (1.0567498184776443, array(4.440892098500626e-16)),
            ('J', 'p2'): (1.256063585907357, array(1.7763568394002505e-15)),
            ('J', 'p3'): (2.4489195959515335, array(2.6645352591003757e-15)),
            ('J', 'p4'): (0.4063204642956335, array(2.220446049250313e-16)),
        },
    },
    {
        'judge': 'pure',
        'manners': True,
        'again': True,
        'cases': {
            ('predictions', 'p1'): ('X', 'theta', 'theta0'),
            ('predictions', 'p2'): ('X', 'theta', 'theta0'),
            ('predictions', 'p3'): ('X', 'theta', 'theta0'),
            ('predictions', 'p4'): ('X', 'theta', 'theta0'),
            ('J', 'p1'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('J', 'p2'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('J', 'p3'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('J', 'p4'): ('X', 'y', 'theta', 'theta0', 'lam'),
        },
    },
]

# What other exercises ask for is no misspelling of what this one does.
ELSEWHERE = (
    'dJ_dscores', 'dJ_dtheta', 'dJ_dtheta0', 'dnllm_dW', 'dnllm_dW0', 'dnllm_dZ', 'dsigmoid',
    'dsoftmax_dz', 'gd_run', 'gd_step', 'nll', 'nll_of_score', 'nllm', 'sigmoid', 'softmax',
)

question = Question(FUNCTIONS, CASES, CHECKS, ELSEWHERE, seconds=2)


@test_case(name='1. shape of predictions', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of J', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. value of predictions', points=4)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. value of J', points=7)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. pure of predictions, J', points=1)
def test_5(env):
    question.report(env, 4)
