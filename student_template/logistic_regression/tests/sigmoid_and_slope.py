"""Public tests of sigmoid_and_slope, for Otter: `otter check`, or `Notebook().check("sigmoid_and_slope")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "sigmoid_and_slope"

FUNCTIONS = {
    'sigmoid': ('z',),
    'dsigmoid': ('z',),
}

CASES = {
    'p1': {
        'sizes': {
            'a': 3,
            'b': 1,
        },
        'inputs': {
            'z': array([[-2.0], [0.0], [1.5]]),
        },
    },
    'p2': {
        'sizes': {
            'a': 2,
            'b': 3,
        },
        'inputs': {
            'z': array([[-0.8986, -3.2284, -1.6662], [1.7358, -0.279, -1.8516]]),
        },
    },
    'p3': {
        'sizes': {
            'a': 1,
            'b': 3,
        },
        'inputs': {
            'z': array([[-10000.0, 0.0, 10000.0]]),
        },
    },
}

CHECKS = [
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('sigmoid', 'p1'): ('array', (3, 1), 'shape (3, 1)'),
            ('sigmoid', 'p2'): ('array', (2, 3), 'shape (2, 3)'),
        },
    },
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('dsigmoid', 'p1'): ('array', (3, 1), 'shape (3, 1)'),
            ('dsigmoid', 'p2'): ('array', (2, 3), 'shape (2, 3)'),
        },
    },
    {
        'judge': 'value',
        'silent': True,
        'counts': True,
        'cases': {
            ('sigmoid', 'p1'): (array([[0.11920292202211755], [0.5], [0.8175744761936437]]), array([[1.249000902703301e-16], [2.220446049250313e-16], [4.440892098500626e-16]])),
            ('sigmoid', 'p2'): (array([[0.2893382827497246, 0.03811085721591034, 0.1589314753412635], [0.8501528012996092, 0.4306989564144429, 0.13568514810770113]]), array([[1.6653345369377348e-16, 6.245004513516506e-17, 1.3877787807814457e-16], [3.3306690738754696e-16, 2.7755575615628914e-16, 1.6653345369377348e-16]])),
        },
    },
    {
        'judge': 'value',
        'silent': True,
        'counts': True,
        'cases': {
            ('sigmoid', 'p3'): (array([[0.0, 0.5, 1.0]]), array([[0.0, 2.220446049250313e-16, 4.440892098500626e-16]])),
        },
    },
    {
        'judge': 'value',
        'silent': True,
        'counts': True,
        'cases': {
            ('dsigmoid', 'p1'): (array([[0.1049935854035065], [0.25], [0.14914645207033284]]), array([[1.8041124150158794e-16], [2.7755575615628914e-16], [1.3877787807814457e-16]])),
            ('dsigmoid', 'p2'): (array([[0.20562164088516505, 0.03665841977817883, 0.13367226148711286], [0.1273930157420363, 0.24519736535795275, 0.11727468869069235]]), array([[2.498001805406602e-16, 5.551115123125783e-17, 1.6653345369377348e-16], [1.6653345369377348e-16, 1.942890293094024e-16, 8.326672684688674e-17]])),
        },
    },
    {
        'judge': 'value',
        'silent': True,
        'counts': True,
        'cases': {
            ('dsigmoid', 'p3'): (array([[0.0, 0.25, 0.0]]), array([[0.0, 2.7755575615628914e-16, 0.0]])),
        },
    },
    {
        'judge': 'analytic',
        'cases': {
            ('dsigmoid', 'p1'): array([[0.1049935854035065], [0.25], [0.14914645207033284]]),
            ('dsigmoid', 'p2'): array([[0.20562164088516505, 0.03665841977817883, 0.13367226148711286], [0.1273930157420363, 0.24519736535795275, 0.11727468869069235]]),
        },
    },
    {
        'judge': 'pure',
        'manners': True,
        'again': True,
        'cases': {
            ('sigmoid', 'p1'): ('z',),
            ('sigmoid', 'p2'): ('z',),
            ('sigmoid', 'p3'): ('z',),
            ('dsigmoid', 'p1'): ('z',),
            ('dsigmoid', 'p2'): ('z',),
            ('dsigmoid', 'p3'): ('z',),
        },
    },
]

# What other exercises ask for is no misspelling of what this one does.
ELSEWHERE = (
    'J', 'dJ_dscores', 'dJ_dtheta', 'dJ_dtheta0', 'dnllm_dW', 'dnllm_dW0', 'dnllm_dZ', 'dsoftmax_dz',
    'gd_run', 'gd_step', 'nll', 'nll_of_score', 'nllm', 'predictions', 'softmax',
)

question = Question(FUNCTIONS, CASES, CHECKS, ELSEWHERE, seconds=2)


@test_case(name='1. shape of sigmoid', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of dsigmoid', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. value of sigmoid', points=3)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. sigmoid of large scores', points=1.5)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. value of dsigmoid', points=3)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. dsigmoid of large scores', points=1.5)
def test_6(env):
    question.report(env, 5)


@test_case(name='7. analytic of dsigmoid', points=0)
def test_7(env):
    question.report(env, 6)


@test_case(name='8. pure of sigmoid, dsigmoid', points=1)
def test_8(env):
    question.report(env, 7)
