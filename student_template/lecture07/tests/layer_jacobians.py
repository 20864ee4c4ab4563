"""Public tests of layer_jacobians, for Otter: `otter check`, or `Notebook().check("layer_jacobians")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "layer_jacobians"

FUNCTIONS = {
    'dA_dZ': ('Z', 'df'),
    'dZ_dAprev': ('W',),
}

CASES = {
    'p1': {
        'sizes': {
            'm': 4,
            'n': 3,
        },
        'inputs': {
            'Z': array([[-1.3538], [2.1481], [1.1024]]),
            'df': Given('dtanh'),
            'W': array([[0.9714, -0.6794, 1.6484], [-0.1941, -0.4896, -0.8625], [-0.5126, 0.8049, -0.5525], [-2.6353, -0.9988, 1.2824]]),
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('dA_dZ', 'p1'): ('array', (3, 3), 'shape (n, n) = (3, 3)'),
        },
    },
    {
        'kind': 'shape',
        'cases': {
            ('dZ_dAprev', 'p1'): ('array', (4, 3), 'shape (m, n) = (4, 3)'),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dA_dZ', 'p1'): (array([[0.23446734180032225, 0.0, 0.0], [0.0, 0.05302656676815182, 0.0], [0.0, 0.0, 0.3578230315522871]]), array([[1.8706158829633145e-15, 2.4359318896018183e-15, 9.632113803095645e-16], [3.2885985790904815e-16, 6.450985673826e-16, 2.1783755544653252e-16], [2.219144826542791e-15, 3.717500811411578e-15, 2.1055882235012344e-15]])),
        },
    },
    {
        'kind': 'gradient',
        'cases': {
            ('dZ_dAprev', 'p1'): (array([[0.9713999999999999, -0.6794, 1.6484], [-0.1941, -0.4896, -0.8625], [-0.5126, 0.8049000000000001, -0.5525], [-2.6353, -0.9988000000000001, 1.2824]]), array([[1.5190243618526304e-14, 9.21469573661455e-15, 1.184546079479454e-14], [7.389983552003521e-15, 5.0596831069119e-15, 6.1979555541799864e-15], [7.48525685878576e-15, 5.339950703842078e-15, 5.335687447427518e-15], [2.620725786823487e-14, 1.457637144570828e-14, 1.653412598783687e-14]])),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dA_dZ', 'p1'): array([[0.23446734180032214, 0.0, 0.0], [0.0, 0.05302656676815176, 0.0], [0.0, 0.0, 0.3578230315522871]]),
        },
    },
    {
        'kind': 'analytic',
        'cases': {
            ('dZ_dAprev', 'p1'): array([[0.9714, -0.6794, 1.6484], [-0.1941, -0.4896, -0.8625], [-0.5126, 0.8049, -0.5525], [-2.6353, -0.9988, 1.2824]]),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('dA_dZ', 'p1'): None,
            ('dZ_dAprev', 'p1'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of dA_dZ', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of dZ_dAprev', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. gradient of dA_dZ', points=3)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. gradient of dZ_dAprev', points=2)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. analytic of dA_dZ', points=0)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. analytic of dZ_dAprev', points=0)
def test_6(env):
    question.report(env, 5)


@test_case(name='7. pure of dA_dZ, dZ_dAprev', points=0)
def test_7(env):
    question.report(env, 6)
