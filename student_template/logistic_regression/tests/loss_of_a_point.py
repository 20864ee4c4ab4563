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
}

CHECKS = [
    {
        'judge': 'shape',
        'gate': True,
        'cases': {
            ('nll', 'p1'): ('scalar',),
            ('nll', 'p2'): ('scalar',),
            ('nll', 'p3'): ('scalar',),
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
        'cases': {
            ('nll', 'p1'): (0.2231435513142097, array(4.163336342344337e-16)),
            ('nll', 'p2'): (1.6094379124341005, array(1.7763568394002505e-15)),
            ('nll', 'p3'): (20.72326583694641, array(0.0)),
        },
    },
    {
        'judge': 'value',
        'silent': True,
        'cases': {
            ('nll_of_score', 'p1'): (0.2014132779827524, array(1.3877787807814457e-16)),
            ('nll_of_score', 'p2'): (1.7014132779827524, array(4.440892098500626e-16)),
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


@test_case(name='3. value of nll', points=6)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. value of nll_of_score', points=6)
def test_4(env):
    question.report(env, 3)
