"""Public tests of bias_jacobian, for Otter: `otter check`, or `Notebook().check("bias_jacobian")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "bias_jacobian"

FUNCTIONS = {
    'dA_dW0j': ('x', 'W', 'W0', 'j'),
    'dA_dW0': ('x', 'W', 'W0'),
}

CASES = {
    'p1': {
        'sizes': {
            'm': 4,
            'n': 3,
        },
        'inputs': {
            'x': array([[-0.8046], [0.3551], [0.0523], [0.0253]]),
            'W': array([[-0.5297, -0.9606, -0.794], [-0.2898, -0.4367, -1.6781], [0.4618, 0.7288, -0.386], [0.6575, 0.8624, 0.8604]]),
            'W0': array([[-1.6927], [-0.2734], [0.3345]]),
            'j': 1,
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('dA_dW0j', 'p1'): ('array', (1, 3), 'shape (1, n) = (1, 3)'),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('dA_dW0', 'p1'): ('array', (3, 3), 'shape (n, n) = (3, 3)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dA_dW0j', 'p1'): (array([[0.0, 1.0, 0.0]]), array([[4.440892098500626e-16, 3.1086244689504383e-15, 4.440892098500626e-16]])),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dA_dW0', 'p1'): (array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]), array([[3.1086244689504383e-15, 1.3322676295501878e-15, 1.3322676295501878e-15], [1.3322676295501878e-15, 3.1086244689504383e-15, 1.3322676295501878e-15], [1.3322676295501878e-15, 1.3322676295501878e-15, 3.1086244689504383e-15]])),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dA_dW0', 'p1'): array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('dA_dW0j', 'p1'): None,
            ('dA_dW0', 'p1'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of dA_dW0j', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of dA_dW0', points=2)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. gradient of dA_dW0j', points=3)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. gradient of dA_dW0', points=3)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. analytic of dA_dW0', points=0)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. pure of dA_dW0j, dA_dW0', points=0)
def test_6(env):
    question.report(env, 5)
