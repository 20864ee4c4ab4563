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
}

CHECKS = [
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('predictions', 'p1'): ('array', (1, 4), 'shape (1, n) = (1, 4)'),
            ('predictions', 'p2'): ('array', (1, 5), 'shape (1, n) = (1, 5)'),
        },
    },
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('J', 'p1'): ('scalar',),
            ('J', 'p2'): ('scalar',),
        },
    },
    {
        'judge': 'value',
        'cases': {
            ('predictions', 'p1'): (array([[0.9682715862497177, 0.9956181814506739, 0.5420752598954854, 0.8840854049978759]]), array([[4.440892098500626e-16, 6.661338147750939e-16, 2.220446049250313e-16, 3.3306690738754696e-16]])),
            ('predictions', 'p2'): (array([[0.5919573753342675, 0.04278051336841352, 0.2330908417983368, 0.1372144755870532, 0.9492118042487471]]), array([[3.3306690738754696e-16, 1.457167719820518e-16, 3.0531133177191805e-16, 3.0531133177191805e-16, 4.440892098500626e-16]])),
        },
    },
    {
        'judge': 'value',
        'cases': {
            ('J', 'p1'): (1.0567498184776443, array(4.440892098500626e-16)),
            ('J', 'p2'): (1.256063585907357, array(1.7763568394002505e-15)),
        },
    },
    {
        'judge': 'pure',
        'again': True,
        'cases': {
            ('predictions', 'p1'): ('X', 'theta', 'theta0'),
            ('predictions', 'p2'): ('X', 'theta', 'theta0'),
            ('J', 'p1'): ('X', 'y', 'theta', 'theta0', 'lam'),
            ('J', 'p2'): ('X', 'y', 'theta', 'theta0', 'lam'),
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


@test_case(name='4. value of J', points=8)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. pure of predictions, J', points=0)
def test_5(env):
    question.report(env, 4)
