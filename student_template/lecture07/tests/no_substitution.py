"""Public tests of no_substitution, for Otter: `otter check`, or `Notebook().check("no_substitution")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "no_substitution"

FUNCTIONS = {
    'dA_dW': ('x', 'n'),
    'substitution_fits': ('m', 'n'),
}

CASES = {
    'p1': {
        'sizes': {
            'm': 4,
            'n': 3,
        },
        'inputs': {
            'x': array([[1.1625], [-1.1504], [-1.2359], [1.12]]),
            'm': 4,
            'n': 3,
        },
    },
    'p2': {
        'sizes': {
            'm': 3,
            'n': 1,
        },
        'inputs': {
            'x': array([[0.6853], [-0.5449], [1.4473]]),
            'm': 3,
            'n': 1,
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('dA_dW', 'p1'): ('array', (4, 3, 3), 'shape (m, n, n) = (4, 3, 3)'),
            ('dA_dW', 'p2'): ('array', (3, 1, 1), 'shape (m, n, n) = (3, 1, 1)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dA_dW', 'p1'): (array([[[1.1625, 0.0, 0.0], [0.0, 1.1625, 0.0], [0.0, 0.0, 1.1625]], [[-1.1504, 0.0, 0.0], [0.0, -1.1504, 0.0], [0.0, 0.0, -1.1504]], [[-1.2359, 0.0, 0.0], [0.0, -1.2359, 0.0], [0.0, 0.0, -1.2359]], [[1.12, 0.0, 0.0], [0.0, 1.12, 0.0], [0.0, 0.0, 1.12]]]), array([[[4.520565514131584e-15, 2.4555506883287928e-15, 4.203780181098539e-15], [2.4555506883287928e-15, 4.520565514131584e-15, 4.203780181098539e-15], [2.4555506883287928e-15, 2.4555506883287928e-15, 6.2687950069013304e-15]], [[4.473512746199547e-15, 2.4299918381534994e-15, 4.160024705665169e-15], [2.4299918381534994e-15, 4.473512746199547e-15, 4.160024705665169e-15], [2.4299918381534994e-15, 2.4299918381534994e-15, 6.203545613711218e-15]], [[4.805993048529225e-15, 2.6105936307144558e-15, 4.469205957694352e-15], [2.6105936307144558e-15, 4.805993048529225e-15, 4.469205957694352e-15], [2.6105936307144558e-15, 2.6105936307144558e-15, 6.6646053755091214e-15]], [[4.35529752759344e-15, 2.3657778674651595e-15, 4.0500935938325715e-15], [2.3657778674651595e-15, 4.35529752759344e-15, 4.0500935938325715e-15], [2.3657778674651595e-15, 2.3657778674651595e-15, 6.039613253960852e-15]]])),
            ('dA_dW', 'p2'): (array([[[0.6853]], [[-0.5449]], [[1.4473]]]), array([[[2.0801857819928764e-15]], [[1.6540102620865584e-15]], [[4.393189672082723e-15]]])),
        },
    },
    {
        'kind': 'choice',
        'among': (True, False),
        'cases': {
            ('substitution_fits', 'p1'): False,
            ('substitution_fits', 'p2'): True,
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dA_dW', 'p1'): array([[[1.1625, 0.0, 0.0], [0.0, 1.1625, 0.0], [0.0, 0.0, 1.1625]], [[-1.1504, 0.0, 0.0], [0.0, -1.1504, 0.0], [0.0, 0.0, -1.1504]], [[-1.2359, 0.0, 0.0], [0.0, -1.2359, 0.0], [0.0, 0.0, -1.2359]], [[1.12, 0.0, 0.0], [0.0, 1.12, 0.0], [0.0, 0.0, 1.12]]]),
            ('dA_dW', 'p2'): array([[[0.6853]], [[-0.5449]], [[1.4473]]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('dA_dW', 'p1'): None,
            ('dA_dW', 'p2'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of dA_dW', points=2)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. gradient of dA_dW', points=2)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. choice of substitution_fits', points=2)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. analytic of dA_dW', points=0)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. pure of dA_dW', points=0)
def test_5(env):
    question.report(env, 4)
