"""Mutation operators: the mistakes that numpy code about derivatives invites, as rewritings of one node.

An operator looks at one node of the syntax tree and offers what could stand in its place. It need not know
whether that is wrong: what behaves like the original on thousands of random cases is set aside later as
equivalent. The operators on expressions are in :data:`EXPRESSIONS`, those on statements in :data:`STATEMENTS`; the name of the
function is the operator's name in reports.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """What an operator may know of the place: the variables bound before it, the function's parameters with
    the kind of value they get ("array", "arrays", "list", "counted" or ""), whether the node is an index,
    whether ``np`` is there, and the string constants of the module."""

    names: tuple[str, ...]
    parameters: Mapping[str, str]
    index: bool
    numpy: bool
    strings: tuple[str, ...]


Offers = Iterator[ast.AST]
Operator = Callable[[ast.AST, Scope], Offers]

SWAPPED_CALLS = {
    "sum": ("mean", "prod"),
    "mean": ("sum",),
    "max": ("min",),
    "min": ("max",),
    "maximum": ("minimum",),
    "minimum": ("maximum",),
    "zeros": ("ones",),
    "ones": ("zeros",),
    "eye": ("ones",),
    "diagflat": ("ravel",),
    "exp": ("log", "expm1"),
    "log": ("exp", "log1p"),
    "log1p": ("log",),
    "abs": ("negative",),
    "tanh": ("sin",),
    "all": ("any",),
    "any": ("all",),
    "floor": ("ceil",),
}
OPPOSITE: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.GtE: (ast.Gt, ast.Lt, ast.Eq),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.LtE: (ast.Lt, ast.Gt, ast.Eq),
    ast.Lt: (ast.LtE, ast.Gt),
    ast.Eq: (ast.NotEq, ast.LtE, ast.GtE),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}


def filled(text: str, **parts: ast.expr) -> ast.expr:
    """The expression ``text`` with its names replaced by ``parts``."""

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return copy.deepcopy(parts[node.id]) if node.id in parts else node

    filled = Fill().visit(ast.parse(text, mode="eval").body)
    assert isinstance(filled, ast.expr)
    return filled


# --- expressions --------------------------------------------------------------------------------


def transpose_dropped(node: ast.AST, scope: Scope) -> Offers:
    """``W.T @ x`` → ``W @ x``."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    if isinstance(node, ast.Call) and call_name(node) == "transpose" and node.args:
        yield node.args[0]


def transpose_added(node: ast.AST, scope: Scope) -> Offers:
    """``W @ x`` → ``W.T @ x`` and ``W @ x.T``."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        for side in ("left", "right"):
            part = getattr(node, side)
            if not (isinstance(part, ast.Attribute) and part.attr == "T"):
                changed = copy.deepcopy(node)
                setattr(changed, side, filled("(a).T", a=part))
                yield changed


def product_kind(node: ast.AST, scope: Scope) -> Offers:
    """``a @ b`` ↔ ``a * b``."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult | ast.Mult):
        other = ast.Mult() if isinstance(node.op, ast.MatMult) else ast.MatMult()
        yield ast.BinOp(node.left, other, node.right)


def product_order(node: ast.AST, scope: Scope) -> Offers:
    """``a @ b`` → ``b @ a``."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        yield ast.BinOp(node.right, node.op, node.left)


def sign(node: ast.AST, scope: Scope) -> Offers:
    """``a + b`` ↔ ``a - b``; ``a * b`` ↔ ``a / b``; ``-a`` → ``a``; ``a ** b`` → ``a * b``."""
    pairs: dict[type[ast.operator], type[ast.operator]] = {
        ast.Add: ast.Sub,
        ast.Sub: ast.Add,
        ast.Mult: ast.Div,
        ast.Div: ast.Mult,
        ast.Pow: ast.Mult,
        ast.FloorDiv: ast.Mult,
        ast.Mod: ast.Mult,
    }
    if isinstance(node, ast.BinOp) and type(node.op) in pairs:
        yield ast.BinOp(node.left, pairs[type(node.op)](), node.right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield node.operand


def difference_order(node: ast.AST, scope: Scope) -> Offers:
    """``a - b`` → ``b - a``, ``a / b`` → ``b / a``."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Sub | ast.Div):
        yield ast.BinOp(node.right, node.op, node.left)


def term_dropped(node: ast.AST, scope: Scope) -> Offers:
    """``a + b`` → ``a`` and → ``b``; likewise for every two operands."""
    if isinstance(node, ast.BinOp):
        yield node.left
        yield node.right
    if isinstance(node, ast.BoolOp):
        yield from node.values


def constant(node: ast.AST, scope: Scope) -> Offers:
    """A number ± 1, times 2, with the other sign; a truth value the other way; another word."""
    if not isinstance(node, ast.Constant):
        return
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        others = [value + 1, value - 1]
        if not scope.index:
            others += [2 * value, value / 2, -value]
        yield from (_number(other) for other in dict.fromkeys(others) if other != value)
    elif isinstance(value, str):
        yield from (ast.Constant(word) for word in scope.strings if word != value)
        yield ast.Constant(f"{value}s")


def index(node: ast.AST, scope: Scope) -> Offers:
    """``a[l]`` → ``a[l - 1]``, ``a[l + 1]``; ``a[:, k]`` → ``a[k]``; ``a[::-1]`` → ``a``."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return
    if isinstance(node.slice, ast.Slice):
        yield node.value
    elif isinstance(node.slice, ast.Name | ast.BinOp):
        for text in ("a[i + 1]", "a[i - 1]"):
            yield filled(text, a=node.value, i=node.slice)
    elif isinstance(node.slice, ast.Tuple):
        for item in node.slice.elts:
            yield ast.Subscript(node.value, item, ast.Load())
        if len(node.slice.elts) == 2:
            turned = ast.Tuple(node.slice.elts[::-1], ast.Load())
            yield ast.Subscript(node.value, turned, ast.Load())


def name(node: ast.AST, scope: Scope) -> Offers:
    """Another variable: A for Z, W1 for W2, f for f′, x for A^(l−1)."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in scope.names:
        yield from (ast.Name(other, ast.Load()) for other in scope.names if other != node.id)


def function_dropped(node: ast.AST, scope: Scope) -> Offers:
    """``f(x)`` → ``x``: the activation, its derivative, ``float``, ``np.sum`` left out."""
    if isinstance(node, ast.Call) and node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]
        yield from node.args[1:2] if call_name(node) != "where" else []


def called_twice(node: ast.AST, scope: Scope) -> Offers:
    """``f(x)`` → ``(f(x), f(x))[0]``, where the grader counts the calls of ``f``."""
    if isinstance(node, ast.Call) and scope.parameters.get(base_of(node.func)) == "counted":
        yield filled("(a, a)[0]", a=node)


def other_function(node: ast.AST, scope: Scope) -> Offers:
    """``np.sum`` ↔ ``np.mean``, ``np.exp`` ↔ ``np.log``, ``np.zeros`` ↔ ``np.ones`` and the like."""
    if isinstance(node, ast.Call):
        for other in SWAPPED_CALLS.get(call_name(node), ()):
            changed = copy.deepcopy(node)
            if isinstance(changed.func, ast.Attribute):
                changed.func.attr = other
            elif isinstance(changed.func, ast.Name) and other in ("max", "min", "all", "any"):
                changed.func.id = other
            else:
                continue
            yield changed


def argument(node: ast.AST, scope: Scope) -> Offers:
    """A keyword left out (``keepdims``, ``axis``), another ``axis``, neighbouring arguments swapped."""
    if not isinstance(node, ast.Call):
        return
    for k, keyword in enumerate(node.keywords):
        if keyword.arg in ("strict", None):
            continue
        changed = copy.deepcopy(node)
        del changed.keywords[k]
        yield changed
        if keyword.arg == "axis" and isinstance(keyword.value, ast.Constant):
            changed = copy.deepcopy(node)
            changed.keywords[k].value = ast.Constant(1 - int(str(keyword.value.value)))
            yield changed
    for k in range(len(node.args) - 1):
        changed = copy.deepcopy(node)
        changed.args[k : k + 2] = changed.args[k : k + 2][::-1]
        yield changed


def copy_dropped(node: ast.AST, scope: Scope) -> Offers:
    """``a.copy()`` → ``a``."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and not node.args
        and node.func.attr in ("copy", "ravel", "tolist", "item")
    ):
        yield node.func.value


def method_of_list(node: ast.AST, scope: Scope) -> Offers:
    """``a.insert(0, x)`` ↔ ``a.append(x)``."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr == "insert" and len(node.args) == 2:
            yield filled("a.append(x)", a=node.func.value, x=node.args[1])
        if node.func.attr == "append" and len(node.args) == 1:
            yield filled("a.insert(0, x)", a=node.func.value, x=node.args[0])


def comparison(node: ast.AST, scope: Scope) -> Offers:
    """``>=`` → ``>``, ``<``, ``==`` and so on; ``and`` ↔ ``or``."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in OPPOSITE.get(type(node.ops[0]), ()):
            yield ast.Compare(node.left, [other()], node.comparators)
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def condition(node: ast.AST, scope: Scope) -> Offers:
    """The branches of ``a if c else b``: always the first, always the second, the other way round."""
    if isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
        yield ast.IfExp(node.test, node.orelse, node.body)


def reversed_order(node: ast.AST, scope: Scope) -> Offers:
    """``range(…)`` backwards or over one more or one less; a list or pair the other way round."""
    if isinstance(node, ast.Call) and base_of(node.func) == "range":
        yield filled("list(a)[::-1]", a=node)
        yield filled("list(a)[1:]", a=node)
        yield filled("list(a)[:-1]", a=node)
    if isinstance(node, ast.Tuple | ast.List) and len(node.elts) > 1:
        yield type(node)(node.elts[::-1], node.ctx)
        yield from (
            type(node)([*node.elts[:k], *node.elts[k + 1 :]], node.ctx)
            for k in range(len(node.elts))
        )


# --- statements ---------------------------------------------------------------------------------


def deleted(node: ast.AST, scope: Scope) -> Offers:
    """A statement left out: a call, an update in place, a second assignment, a branch, a loop."""
    if isinstance(node, ast.Expr | ast.AugAssign | ast.For | ast.While | ast.If | ast.Raise):
        yield ast.Pass()
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        yield ast.Pass()
    match node:
        case ast.Assign(targets=[ast.Name(id=target)]) if target in scope.names:
            yield ast.Pass()


def branch(node: ast.AST, scope: Scope) -> Offers:
    """``if c`` → ``if True``; ``raise`` → ``return None``; a loop that ends after its first round."""
    if isinstance(node, ast.If):
        yield ast.If(ast.Constant(True), node.body, node.orelse)
        yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    if isinstance(node, ast.Raise):
        yield ast.Return(ast.Constant(None))
        yield ast.Raise(filled("LookupError()"), None)
    if isinstance(node, ast.For):
        yield ast.For(node.target, node.iter, [*node.body, ast.Break()], [], None)


def update(node: ast.AST, scope: Scope) -> Offers:
    """``a += b`` → ``a = b``, ``a -= b``; ``a = a + b`` → ``a += b``, in place."""
    if isinstance(node, ast.AugAssign):
        target = ast.parse(ast.unparse(node.target), mode="eval").body
        assert isinstance(target, ast.Name | ast.Attribute | ast.Subscript)
        target.ctx = ast.Store()
        yield ast.Assign([target], node.value, lineno=node.lineno)
        if isinstance(node.op, ast.Add | ast.Sub):
            other = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
            yield ast.AugAssign(node.target, other, node.value)
    match node:
        case ast.Assign(targets=[ast.Name(id=target_name)], value=ast.BinOp(left, op, right)):
            if isinstance(left, ast.Name) and left.id == target_name:
                yield ast.AugAssign(ast.Name(target_name, ast.Store()), op, right)


def result(node: ast.AST, scope: Scope) -> Offers:
    """The value returned: doubled, negated, transposed, flattened, in a list, not quite exact, or nothing."""
    if not isinstance(node, ast.Return) or node.value is None:
        return
    texts = ["2 * a", "-a", "[a]", "None", "0.0", "a[0]", "a[:-1]"]
    if scope.numpy:
        texts += ["np.transpose(a)", "np.ravel(a)", "np.sum(a)", "np.zeros(np.shape(a))"]
        texts += ["np.asarray(a) * (1 + 1e-8)", "[v * (1 + 1e-8) for v in a]", "np.round(a, 3)"]
    parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    for k, part in enumerate(parts):
        for text in texts:
            changed: ast.expr = filled(text, a=part)
            if isinstance(node.value, ast.Tuple):
                changed = ast.Tuple([*parts[:k], changed, *parts[k + 1 :]], ast.Load())
            yield ast.Return(changed)


def in_place(node: ast.AST, scope: Scope) -> Offers:
    """Just before it returns, the function writes into one of its arguments."""
    texts = {"array": "a += 1.0", "arrays": "a[0] += 1.0", "list": "a.reverse()"}
    if not isinstance(node, ast.Return) or node.value is None:
        return
    for parameter, kind in scope.parameters.items():
        if kind in texts:
            spoil = ast.parse(texts[kind].replace("a", parameter, 1)).body[0]
            answer = ast.Assign([ast.Name("_answer", ast.Store())], node.value, lineno=node.lineno)
            back = ast.Return(ast.Name("_answer", ast.Load()))
            yield ast.If(ast.Constant(True), [answer, spoil, back], [])


def _number(value: float) -> ast.expr:
    if value < 0:
        return ast.UnaryOp(ast.USub(), ast.Constant(-value))
    return ast.Constant(value)


def call_name(node: ast.Call) -> str:
    """ "sum" of ``np.sum(…)`` and of ``sum(…)``."""
    return node.func.attr if isinstance(node.func, ast.Attribute) else base_of(node.func)


def base_of(node: ast.expr) -> str:
    """ "dfs" of ``dfs[l - 1]``."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


EXPRESSIONS: tuple[Operator, ...] = (
    transpose_dropped,
    transpose_added,
    product_kind,
    product_order,
    sign,
    difference_order,
    term_dropped,
    constant,
    index,
    name,
    function_dropped,
    called_twice,
    other_function,
    argument,
    copy_dropped,
    method_of_list,
    comparison,
    condition,
    reversed_order,
)
STATEMENTS: tuple[Operator, ...] = (deleted, branch, update, result, in_place)
