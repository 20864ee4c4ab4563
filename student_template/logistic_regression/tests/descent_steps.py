"""Public tests of descent_steps, for Otter: `otter check`, or `Notebook().check("descent_steps")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "descent_steps"

FUNCTIONS = {
    'gd_step': ('X', 'y', 'theta', 'theta0', 'lam', 'eta'),
    'gd_run': ('X', 'y', 'theta', 'theta0', 'lam', 'etas'),
}

CASES = {
    'p1': {
        'sizes': {
            'd': 2,
            'n': 4,
            'T': 3,
        },
        'inputs': {
            'X': array([[1.0, 2.0, -1.0, 0.5], [0.0, 1.0, 1.0, -2.0]]),
            'y': array([[1.0, 1.0, 0.0, 0.0]]),
            'theta': array([[-1.6257], [-0.0339]]),
            'theta0': array([[-1.4354]]),
            'lam': 0.1,
            'eta': 0.5,
            'etas': [0.5, 0.25, 0.1],
        },
    },
    'p2': {
        'sizes': {
            'd': 3,
            'n': 5,
            'T': 4,
        },
        'inputs': {
            'X': array([[-1.4893, 2.0863, 0.9317, 0.5956, 1.4601], [-0.2269, 0.105, -0.0568, -1.264, -1.205], [-0.2864, -1.6269, -2.7752, -0.6362, -0.0197]]),
            'y': array([[0.0, 0.0, 1.0, 0.0, 1.0]]),
            'theta': array([[-0.7641], [-1.4769], [1.4417]]),
            'theta0': array([[-0.2709]]),
            'lam': 0.3219,
            'eta': 0.677,
            'etas': [0.5871, 0.4741, 0.7111, 0.6818],
        },
    },
}

CHECKS = [
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('gd_step', 'p1'): ('results', [('array', (2, 1), 'shape (d, 1) = (2, 1)'), ('array', (1, 1), 'shape (1, 1)')]),
            ('gd_step', 'p2'): ('results', [('array', (3, 1), 'shape (d, 1) = (3, 1)'), ('array', (1, 1), 'shape (1, 1)')]),
        },
    },
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('gd_run', 'p1'): ('results', [('array', (2, 1), 'shape (d, 1) = (2, 1)'), ('array', (1, 1), 'shape (1, 1)'), ('list', [('scalar',), ('scalar',), ('scalar',), ('scalar',)])]),
            ('gd_run', 'p2'): ('results', [('array', (3, 1), 'shape (d, 1) = (3, 1)'), ('array', (1, 1), 'shape (1, 1)'), ('list', [('scalar',), ('scalar',), ('scalar',), ('scalar',), ('scalar',)])]),
        },
    },
    {
        'judge': 'value',
        'cases': {
            ('gd_step', 'p1'): ((array([[-1.034897581856371], [0.05138862307274941]]), array([[-1.2721639131685685]])), None),
            ('gd_step', 'p2'): ((array([[-0.13450946596284363], [-0.791639995478374], [0.5165507626715306]]), array([[-0.25105858389111957]])), None),
        },
    },
    {
        'judge': 'value',
        'part': 0,
        'cases': {
            ('gd_run', 'p1'): (array([[-0.6884834184084998], [0.11518997926232469]]), None),
            ('gd_run', 'p2'): (array([[0.1273134719923301], [-0.13355237283951293], [-0.03257733986277634]]), None),
        },
    },
    {
        'judge': 'value',
        'part': 1,
        'cases': {
            ('gd_run', 'p1'): (array([[-1.1604732033342904]]), None),
            ('gd_run', 'p2'): (array([[-0.34150996687064067]]), None),
        },
    },
    {
        'judge': 'value',
        'part': 2,
        'cases': {
            ('gd_run', 'p1'): ([2.443878543404124, 1.7258637123087328, 1.4454868866437283, 1.34758030245808], None),
            ('gd_run', 'p2'): ([3.043589705853299, 1.3026390127197454, 0.8630101971593755, 0.6896734716267383, 0.662436110928507], None),
        },
    },
    {
        'judge': 'pure',
        'again': True,
        'cases': {
            ('gd_step', 'p1'): ('X', 'y', 'theta', 'theta0', 'lam', 'eta'),
            ('gd_step', 'p2'): ('X', 'y', 'theta', 'theta0', 'lam', 'eta'),
            ('gd_run', 'p1'): ('X', 'y', 'theta', 'theta0', 'lam', 'etas'),
            ('gd_run', 'p2'): ('X', 'y', 'theta', 'theta0', 'lam', 'etas'),
        },
    },
]

# What other exercises ask for is no misspelling of what this one does.
ELSEWHERE = (
    'J', 'dJ_dscores', 'dJ_dtheta', 'dJ_dtheta0', 'dnllm_dW', 'dnllm_dW0', 'dnllm_dZ', 'dsigmoid',
    'dsoftmax_dz', 'nll', 'nll_of_score', 'nllm', 'predictions', 'sigmoid', 'softmax',
)

question = Question(FUNCTIONS, CASES, CHECKS, ELSEWHERE, seconds=2)


@test_case(name='1. shape of gd_step', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of gd_run', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. value of gd_step', points=4)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. theta after the run', points=2)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. theta0 after the run', points=1)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. the values of J along the run', points=3)
def test_6(env):
    question.report(env, 5)


@test_case(name='7. pure of gd_step, gd_run', points=1)
def test_7(env):
    question.report(env, 6)
