"""Public tests of order_of_terms, for Otter: `otter check`, or `Notebook().check("order_of_terms")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "order_of_terms"

FUNCTIONS = {
    'both_orders': ('dA_dW0j', 'dloss_dA'),
    'same_result': ('n',),
}

CASES = {
    'p1': {
        'sizes': {
            'n': 3,
        },
        'inputs': {
            'dA_dW0j': array([[0.7818, 2.2992, -0.5439]]),
            'dloss_dA': array([[0.0708], [1.1583], [1.4202]]),
            'n': 3,
        },
    },
    'p2': {
        'sizes': {
            'n': 1,
        },
        'inputs': {
            'dA_dW0j': array([[0.2145]]),
            'dloss_dA': array([[0.3652]]),
            'n': 1,
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('both_orders', 'p1'): ('results', [('scalar',), ('array', (3, 3), 'shape (n, n) = (3, 3)')]),
            ('both_orders', 'p2'): ('results', [('scalar',), ('array', (1, 1), 'shape (n, n) = (1, 1)')]),
        },
    },
    {
        'kind': 'value',
        'cases': {
            ('both_orders', 'p1'): ((array([[1.9460680200000002]]), array([[0.05535144, 0.16278336, -0.03850812000000001], [0.9055589400000001, 2.66316336, -0.6299993700000002], [1.11031236, 3.2653238399999998, -0.77244678]])), None),
            ('both_orders', 'p2'): ((array([[0.0783354]]), array([[0.0783354]])), None),
        },
    },
    {
        'kind': 'choice',
        'among': (True, False),
        'cases': {
            ('same_result', 'p1'): False,
            ('same_result', 'p2'): True,
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('both_orders', 'p1'): None,
            ('both_orders', 'p2'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of both_orders', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. value of both_orders', points=2)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. choice of same_result', points=2)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. pure of both_orders', points=0)
def test_4(env):
    question.report(env, 3)
