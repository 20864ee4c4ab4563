"""Public tests of activations, for Otter: `otter check`, or `Notebook().check("activations")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "activations"

FUNCTIONS = {
    'step': ('z',),
    'sigmoid': ('z',),
    'dstep': ('z',),
    'dsigmoid': ('z',),
}

CASES = {
    'p1': {
        'sizes': {
            'a': 3,
            'b': 1,
        },
        'inputs': {
            'z': array([[-1.5], [0.0], [2.0]]),
        },
    },
    'p2': {
        'sizes': {
            'a': 2,
            'b': 3,
        },
        'inputs': {
            'z': array([[-0.7246, -1.1843, -0.9869], [-0.3729, 0.9188, -2.0728]]),
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('step', 'p1'): ('array', (3, 1), 'shape (3, 1)'),
            ('step', 'p2'): ('array', (2, 3), 'shape (2, 3)'),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('sigmoid', 'p1'): ('array', (3, 1), 'shape (3, 1)'),
            ('sigmoid', 'p2'): ('array', (2, 3), 'shape (2, 3)'),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('dstep', 'p1'): ('array', (3, 1), 'shape (3, 1)'),
            ('dstep', 'p2'): ('array', (2, 3), 'shape (2, 3)'),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('dsigmoid', 'p1'): ('array', (3, 1), 'shape (3, 1)'),
            ('dsigmoid', 'p2'): ('array', (2, 3), 'shape (2, 3)'),
        },
    },
    {
        'kind': 'value',
        'exact': True,
        'cases': {
            ('step', 'p1'): (array([[0.0], [1.0], [1.0]]), None),
            ('step', 'p2'): (array([[0.0, 0.0, 0.0], [0.0, 1.0, 0.0]]), None),
        },
    },
    {
        'kind': 'value',
        'silent': True,
        'cases': {
            ('sigmoid', 'p1'): (array([[0.18242552380635632], [0.5], [0.8807970779778823]]), array([[1.3877787807814457e-16], [0.0], [2.220446049250313e-16]])),
            ('sigmoid', 'p2'): (array([[0.32638083699181974, 0.2342799258114854, 0.2715248203569291], [0.40784046562710596, 0.7147975343472408, 0.1117687620225921]]), array([[1.1102230246251565e-16, 1.3877787807814457e-16, 1.1102230246251565e-16], [1.1102230246251565e-16, 1.1102230246251565e-16, 1.1102230246251565e-16]])),
        },
    },
    {
        'kind': 'value',
        'exact': True,
        'cases': {
            ('dstep', 'p1'): (array([[0.0], [0.0], [0.0]]), None),
            ('dstep', 'p2'): (array([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0]]), None),
        },
    },
    {
        'kind': 'value',
        'silent': True,
        'cases': {
            ('dsigmoid', 'p1'): (array([[0.14914645207033284], [0.25], [0.10499358540350649]]), array([[1.1102230246251565e-16], [0.0], [5.551115123125783e-17]])),
            ('dsigmoid', 'p2'): (array([[0.21985638623633894, 0.17939284217325033, 0.1977990922870665], [0.2415066202241714, 0.2038620192383459, 0.09927650585852929]]), array([[8.326672684688674e-17, 1.1102230246251565e-16, 8.326672684688674e-17], [5.551115123125783e-17, 5.551115123125783e-17, 9.71445146547012e-17]])),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dsigmoid', 'p1'): array([[0.14914645207033284], [0.25], [0.10499358540350649]]),
            ('dsigmoid', 'p2'): array([[0.21985638623633894, 0.17939284217325033, 0.1977990922870665], [0.2415066202241714, 0.2038620192383459, 0.09927650585852929]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('step', 'p1'): None,
            ('step', 'p2'): None,
            ('sigmoid', 'p1'): None,
            ('sigmoid', 'p2'): None,
            ('dstep', 'p1'): None,
            ('dstep', 'p2'): None,
            ('dsigmoid', 'p1'): None,
            ('dsigmoid', 'p2'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of step', points=0)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of sigmoid', points=0)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. shape of dstep', points=0)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. shape of dsigmoid', points=0)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. value of step', points=1)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. value of sigmoid', points=1)
def test_6(env):
    question.report(env, 5)


@test_case(name='7. value of dstep', points=1)
def test_7(env):
    question.report(env, 6)


@test_case(name='8. value of dsigmoid', points=1)
def test_8(env):
    question.report(env, 7)


@test_case(name='9. analytic of dsigmoid', points=0)
def test_9(env):
    question.report(env, 8)


@test_case(name='10. pure of step, sigmoid, dstep, dsigmoid', points=0)
def test_10(env):
    question.report(env, 9)
