"""Public tests of forward, for Otter: `otter check`, or `Notebook().check("forward")`.

They hold what students may see: public inputs and what is expected for them. Hidden checks use other sizes and values.
"""

from numpy import array, inf, nan
from otter.test_files import test_case
from otter_checks import Formula, Given, Question

OK_FORMAT = False

name = "forward"

FUNCTIONS = {
    'forward': ('x', 'Ws', 'W0s', 'fs'),
}

CASES = {
    'p1': {
        'sizes': {
            'L': 2,
            'n': [4, 3, 2],
        },
        'inputs': {
            'x': array([[0.2447], [0.393], [0.2565], [0.0764]]),
            'Ws': [array([[-0.12, -0.3604, 0.4656], [-0.9834, -0.266, -0.0829], [0.03, -0.4457, 1.0804], [0.7085, -1.2011, -1.62]]), array([[0.0063, -2.0078], [-1.4022, -2.1215], [0.6143, 0.066]])],
            'W0s': [array([[-0.0455], [0.2466], [0.9998]]), array([[-0.2852], [2.2422]])],
            'fs': [Given('tanh'), Given('tanh')],
        },
    },
}

CHECKS = [
    {
        'kind': 'shape',
        'cases': {
            ('forward', 'p1'): ('results', [('list', [('array', (3, 1), 'shape (n[l], 1) = (3, 1)'), ('array', (2, 1), 'shape (n[l], 1) = (2, 1)')]), ('list', [('array', (4, 1), 'shape (n[l], 1) = (4, 1)'), ('array', (3, 1), 'shape (n[l], 1) = (3, 1)'), ('array', (2, 1), 'shape (n[l], 1) = (2, 1)')])]),
        },
    },
    {
        'kind': 'value',
        'part': 0,
        'cases': {
            ('forward', 'p1'): ([array([[-0.39951580000000003], [-0.15221397], [1.23450722]]), array([[0.4426066846229363], [3.380376635222938]])], None),
        },
    },
    {
        'kind': 'value',
        'part': 1,
        'cases': {
            ('forward', 'p1'): ([array([[0.2447], [0.393], [0.2565], [0.0764]]), array([[-0.37953458575400945], [-0.151049210189609], [0.8438817352845789]]), array([[0.4158027864727637], [0.9976859678943877]])], None),
        },
    },
    {
        'kind': 'pure',
        'cases': {
            ('forward', 'p1'): None,
        },
    },
]

question = Question(FUNCTIONS, CASES, CHECKS, seconds=2)


@test_case(name='1. shape of forward', points=1)
def test_1(env):
    question.report(env, 0)


@test_case(name='2. the pre-activations Zs', points=1)
def test_2(env):
    question.report(env, 1)


@test_case(name='3. the activations As', points=2)
def test_3(env):
    question.report(env, 2)


@test_case(name='4. pure of forward', points=0)
def test_4(env):
    question.report(env, 3)
