"""Public tests of output_activation, for Otter: `otter check`, or `Notebook().check("output_activation")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "output_activation"

FUNCTIONS = {
    'output_activation': ('task',),
}

CASES = {
    'p1': {
        'sizes': {},
        'inputs': {
            'task': 'regression',
        },
    },
    'p2': {
        'sizes': {},
        'inputs': {
            'task': 'nll',
        },
    },
    'p3': {
        'sizes': {},
        'inputs': {
            'task': 'ranking',
        },
    },
}

CHECKS = [
    {
        'kind': 'choice',
        'among': ('identity', 'sigmoid'),
        'cases': {
            ('output_activation', 'p1'): 'identity',
            ('output_activation', 'p2'): 'sigmoid',
        },
    },
    {
        'kind': 'raises',
        'error': 'ValueError',
        'cases': {
            ('output_activation', 'p3'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. choice of output_activation', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. raises of output_activation', points=1)
def test_2(env):
    question.report(env, 1)
