"""The named pure functions of a pack's rules.py: for what rows of conditions cannot say.

Each takes (record, today) and returns `Outcome(result, reasons)`. Refuses whatever is not pure
computing: other imports than the few below, files, clocks, global state, private names.
"""

import ast
from collections.abc import Iterator, Mapping

from lantu.packs.snapshot import Function

_ALLOWED = frozenset(
    {"datetime", "decimal", "fractions", "math", "statistics", "collections.abc",
     "lantu.engines.registers.fields", "lantu.packs.snapshot"}
)  # fmt: skip
_FORBIDDEN = frozenset(
    {"open", "exec", "eval", "compile", "input", "print", "globals", "locals", "vars", "getattr",
     "setattr", "delattr", "breakpoint", "today", "now", "utcnow"}
)  # fmt: skip
_ARGUMENTS = ["record", "today"]
_TOP = (ast.FunctionDef, ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign)

Wrong = tuple[int, str, str]
"""Line, what is wrong, what to do."""


def read_functions(source: str, pack: str) -> tuple[Mapping[str, Function], list[Wrong]]:
    """The public functions of `source` by name, and its faults; none of it runs when there are any.

    pack: name for tracebacks.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return {}, [
            (error.lineno or 1, f"rules.py 不是能读懂的程序（{error.msg}）", "请改正这一行")
        ]
    faults = list(_impure(tree))
    if faults:
        return {}, faults
    names: dict[str, object] = {"__name__": f"lantu.packs.{pack}.rules"}
    exec(compile(tree, f"{pack}/rules.py", "exec"), names)
    public = [n.name for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"]
    return {name: names[name] for name in public}, []  # type: ignore[misc]


def _impure(tree: ast.Module) -> Iterator[Wrong]:
    for node in tree.body:
        words = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not words and not isinstance(node, _TOP):
            yield node.lineno, "rules.py 只能有函数和常量", "请把这一行放进函数，或删去"
        if isinstance(node, ast.FunctionDef) and node.name[0] != "_":
            if [argument.arg for argument in node.args.args] != _ARGUMENTS:
                yield node.lineno, f"函数 {node.name} 的参数不对", "请写成 (record, today)"
            if not ast.get_docstring(node):
                yield node.lineno, f"函数 {node.name} 没有说明", "请在第一行用引号写明它判断什么"
    for inner in ast.walk(tree):
        yield from _suspect(inner)


def _suspect(node: ast.AST) -> Iterator[Wrong]:
    line = getattr(node, "lineno", 1)
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [
            alias.name for alias in node.names
        ]  # fmt: skip
        for module in modules:
            if module not in _ALLOWED:
                yield line, f"rules.py 不能用 {module}", f"可用：{'、'.join(sorted(_ALLOWED))}"
    elif isinstance(node, ast.Global | ast.Nonlocal | ast.ClassDef | ast.Lambda):
        yield line, "rules.py 只能有简单的函数", "请改写成不带 global、class、lambda 的函数"
    name = node.id if isinstance(node, ast.Name) else getattr(node, "attr", "")
    if name in _FORBIDDEN or (isinstance(name, str) and name.startswith("__")):
        yield line, f"rules.py 不能用 {name}", "函数只能由传入的 record 和 today 得出结果"
