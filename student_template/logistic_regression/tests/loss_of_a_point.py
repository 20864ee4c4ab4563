"""Public tests of loss_of_a_point, for Otter: `otter check`, or `Notebook().check("loss_of_a_point")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "loss_of_a_point"

FUNCTIONS = {
    'nll': ('g', 'y'),
    'nll_of_score': ('z', 'y'),
}

CASES = {
    'p1': {
        'sizes': {},
        'inputs': {
            'g': 0.8,
            'z': 1.5,
            'y': 1,
        },
    },
    'p2': {
        'sizes': {},
        'inputs': {
            'g': 0.8,
            'z': 1.5,
            'y': 0,
        },
    },
    'p3': {
        'sizes': {},
        'inputs': {
            'g': 0.0,
            'z': 2.577,
            'y': 1,
        },
    },
    'p4': {
        'sizes': {},
        'inputs': {
            'g': 1.0,
            'z': -0.3824,
            'y': 0,
        },
    },
    'p5': {
        'sizes': {},
        'inputs': {
            'g': 0.1662,
            'z': 800.0,
            'y': 0,
        },
    },
    'p6': {
        'sizes': {},
        'inputs': {
            'g': 0.7373,
            'z': -800.0,
            'y': 1,
        },
    },
    'p7': {
        'sizes': {},
        'inputs': {
            'g': 0.0336,
            'z': 40.0,
            'y': 0,
        },
    },
}

CHECKS = [
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('nll', 'p1'): ('scalar',),
            ('nll', 'p2'): ('scalar',),
        },
    },
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('nll_of_score', 'p1'): ('scalar',),
            ('nll_of_score', 'p2'): ('scalar',),
        },
    },
    {
        'judge': 'value',
        'rtol': 1e-06,
        'silent': True,
        'counts': True,
        'cases': {
            ('nll', 'p1'): (0.2231435513142097, array(4.163336342344337e-16)),
            ('nll', 'p2'): (1.6094379124341005, array(1.7763568394002505e-15)),
        },
    },
    {
        'judge': 'value',
        'rtol': 1e-06,
        'silent': True,
        'counts': True,
        'cases': {
            ('nll', 'p3'): (20.72326583694641, array(0.0)),
            ('nll', 'p4'): (20.723265865228342, array(0.0)),
        },
    },
    {
        'judge': 'value',
        'silent': True,
        'counts': True,
        'cases': {
            ('nll_of_score', 'p1'): (0.2014132779827524, array(1.3877787807814457e-16)),
            ('nll_of_score', 'p2'): (1.7014132779827524, array(4.440892098500626e-16)),
        },
    },
    {
        'judge': 'value',
        'silent': True,
        'counts': True,
        'cases': {
            ('nll_of_score', 'p5'): (800.0, array(3.410605131648481e-13)),
            ('nll_of_score', 'p6'): (800.0, array(3.410605131648481e-13)),
            ('nll_of_score', 'p7'): (40.0, array(1.4210854715202004e-14)),
        },
    },
]

# What other exercises ask for is no misspelling of what this one does.
ELSEWHERE = (
    'J', 'dJ_dscores', 'dJ_dtheta', 'dJ_dtheta0', 'dnllm_dW', 'dnllm_dW0', 'dnllm_dZ', 'dsigmoid',
    'dsoftmax_dz', 'gd_run', 'gd_step', 'nllm', 'predictions', 'sigmoid', 'softmax',
)

question = Question(FUNCTIONS, CASES, CHECKS, ELSEWHERE, seconds=2)


@test_case(name='1. shape of nll', points=0)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. shape of nll_of_score', points=0)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. value of nll', points=4)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. nll where g is clipped', points=2)
def test_4(env):
    question.report(env, 3)


@test_case(name='5. value of nll_of_score', points=4)
def test_5(env):
    question.report(env, 4)


@test_case(name='6. nll_of_score of large scores', points=2)
def test_6(env):
    question.report(env, 5)
