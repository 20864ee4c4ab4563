"""Public tests of two_layers, for Otter: `otter check`, or `Notebook().check("two_layers")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "two_layers"

FUNCTIONS = {
    'two_layers': ('x', 'W1', 'W01', 'W2', 'W02', 'f1', 'f2'),
}

CASES = {
    'p1': {
        'sizes': {
            'm': 4,
            'h': 3,
            'n': 2,
        },
        'inputs': {
            'x': array([[-1.5598], [-1.1553], [0.5528], [1.5507]]),
            'W1': array([[1.5323, 0.76, -0.1402], [-0.5496, -0.9934, 0.4279], [-0.323, 0.8561, 0.8247], [1.4499, -0.7154, 0.9851]]),
            'W01': array([[-1.4391], [-1.2429], [0.3317]]),
            'W2': array([[2.4634, -0.5557], [-0.5062, -0.9094], [-0.439, -1.4826]]),
            'W02': array([[-0.5462], [-1.3559]]),
            'f1': Given('tanh'),
            'f2': Given('identity'),
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('two_layers', 'p1'): ('array', (2, 1), 'shape (n, 1) = (2, 1)'),
        },
    },
    {
        'kind': 'value',
        'cases': {
            ('two_layers', 'p1'): (array([[-2.478966467315808], [-1.4686461409010412]]), array([[3.1086244689504383e-15], [4.440892098500626e-16]])),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('two_layers', 'p1'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of two_layers', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. value of two_layers', points=2)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. pure of two_layers', points=0)
def test_3(env):
    question.report(env, 2)
