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
            'etas': [0.25, 0.5, 0.1],
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
    'p3': {
        'sizes': {
            'd': 2,
            'n': 3,
            'T': 3,
        },
        'inputs': {
            'X': array([[0.6049, -1.0616, -0.6971], [-1.1683, -0.8687, 1.002]]),
            'y': array([[1.0, 1.0, 0.0]]),
            'theta': array([[0.1185], [-0.8268]]),
            'theta0': array([[0.1784]]),
            'lam': 0.1556,
            'eta': 15.0,
            'etas': [15.0, 30.0, 0.5],
        },
    },
    'p4': {
        'sizes': {
            'd': 2,
            'n': 4,
            'T': 0,
        },
        'inputs': {
            'X': array([[-0.1157, 0.565, 1.5495, 0.7619], [-0.8559, 0.6142, 0.3737, 0.8426]]),
            'y': array([[0.0, 0.0, 1.0, 0.0]]),
            'theta': array([[0.5747], [0.2653]]),
            'theta0': array([[-1.0024]]),
            'lam': 0.3228,
            'eta': 0.6815,
            'etas': [],
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
            ('gd_step', 'p3'): ('results', [('array', (2, 1), 'shape (d, 1) = (2, 1)'), ('array', (1, 1), 'shape (1, 1)')]),
        },
    },
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('gd_run', 'p1'): ('results', [('array', (2, 1), 'shape (d, 1) = (2, 1)'), ('array', (1, 1), 'shape (1, 1)'), ('list', [('scalar',), ('scalar',), ('scalar',), ('scalar',)])]),
            ('gd_run', 'p2'): ('results', [('array', (3, 1), 'shape (d, 1) = (3, 1)'), ('array', (1, 1), 'shape (1, 1)'), ('list', [('scalar',), ('scalar',), ('scalar',), ('scalar',), ('scalar',)])]),
            ('gd_run', 'p3'): ('results', [('array', (2, 1), 'shape (d, 1) = (2, 1)'), ('array', (1, 1), 'shape (1, 1)'), ('list', [('scalar',), ('scalar',), ('scalar',), ('scalar',)])]),
        },
    },
    {
        'judge': 'value',
        'part': 0,
        'counts': True,
        'cases': {
            ('gd_step', 'p1'): (array([[-1.034897581856371], [0.05138862307274941]]), None),
            ('gd_step', 'p2'): (array([[-0.13450946596284363], [-0.791639995478374], [0.5165507626715306]]), None),
            ('gd_step', 'p3'): (array([[-0.29062173656268225], [-1.3030117741289797]]), None),
        },
    },
    {
        'judge': 'value',
        'part': 1,
        'counts': True,
        'cases': {
            ('gd_step', 'p1'): (array([[-1.2721639131685685]]), None),
            ('gd_step', 'p2'): (array([[-0.25105858389111957]]), None),
            ('gd_step', 'p3'): (array([[1.2800072791402446]]), None),
        },
    },
    {
        'judge': 'value',
        'part': 0,
        'counts': True,
        'cases': {
            ('gd_run', 'p1'): (array([[-0.6869090910250015], [0.11554328933176128]]), None),
            ('gd_run', 'p2'): (array([[0.1273134719923301], [-0.13355237283951293], [-0.03257733986277634]]), None),
            ('gd_run', 'p3'): (array([[4.967312591504976], [3.104880760674221]]), None),
        },
    },
    {
        'judge': 'value',
        'part': 1,
        'counts': True,
        'cases': {
            ('gd_run', 'p1'): (array([[-1.15936103790311]]), None),
            ('gd_run', 'p2'): (array([[-0.34150996687064067]]), None),
            ('gd_run', 'p3'): (array([[-2.5469891335303574]]), None),
        },
    },
    {
        'judge': 'value',
        'part': 2,
        'counts': True,
        'cases': {
            ('gd_run', 'p1'): ([2.443878543404124, 2.0725468663110678, 1.4435523297791162, 1.3457659397760675], None),
            ('gd_run', 'p2'): ([3.043589705853299, 1.3026390127197454, 0.8630101971593755, 0.6896734716267383, 0.662436110928507], None),
            ('gd_run', 'p3'): ([0.45265057520199004, 0.5837091791180749, 13.756514103856915, 9.933336930758161], None),
        },
    },
    {
        'judge': 'value',
        'counts': True,
        'cases': {
            ('gd_run', 'p4'): ((array([[0.5747], [0.2653]]), array([[-1.0024]]), [0.6161022524272104]), None),
        },
    },
    {
        'judge': 'pure',
        'manners': True,
        'again': True,
        'cases': {
            ('gd_step', 'p1'): ('X', 'y', 'theta', 'theta0', 'lam', 'eta'),
            ('gd_step', 'p2'): ('X', 'y', 'theta', 'theta0', 'lam', 'eta'),
            ('gd_step', 'p3'): ('X', 'y', 'theta', 'theta0', 'lam', 'eta'),
            ('gd_run', 'p1'): ('X', 'y', 'theta', 'theta0', 'lam', 'etas'),
            ('gd_run', 'p2'): ('X', 'y', 'theta', 'theta0', 'lam', 'etas'),
            ('gd_run', 'p3'): ('X', 'y', 'theta', 'theta0', 'lam', 'etas'),
            ('gd_run', 'p4'): ('X', 'y', 'theta', 'theta0', 'lam', 'etas'),
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


@test_case(name='3. theta after one step', points=2)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. theta0 after one step', points=2)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. theta after the run', points=2)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. theta0 after the run', points=1)
def test_6(env):
    question.report(env, 5)


@test_case(name='7. the values of J along the run', points=2.5)
def test_7(env):
    question.report(env, 6)


@test_case(name='8. a run without steps', points=0.5)
def test_8(env):
    question.report(env, 7)


@test_case(name='9. pure of gd_step, gd_run', points=1)
def test_9(env):
    question.report(env, 8)
