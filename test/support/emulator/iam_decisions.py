"""
Whether policies allow a request: principal, action, resource and conditions.

What is not understood never allows and always denies, and is told on standard error.
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""
import re
import sys
from dataclasses import dataclass, field

ELEMENTS = {"Sid", "Effect", "Principal", "Action", "Resource", "Condition"}


@dataclass(frozen=True)
class Request:
    action: str
    resource: str
    # All names of who asks: `Service:events.amazonaws.com`, or `AWS:` with a role's ARN, its account's root and its account.
    principals: frozenset[str]
    context: dict[str, str] = field(default_factory=dict)


class NotUnderstood(Exception):
    pass


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]


def _like(pattern: str, value: str) -> bool:
    if "${" in pattern:
        raise NotUnderstood(f"a variable in {pattern}")
    return re.fullmatch("".join({"*": ".*", "?": "."}.get(each, re.escape(each)) for each in pattern), value, re.DOTALL) is not None


def _arn_like(pattern: str, value: str) -> bool:
    """Each part by itself, so that a wildcard does not reach into the next."""
    patterns, values = pattern.split(":", 5), value.split(":", 5)
    return len(patterns) == len(values) == 6 and all(map(_like, patterns, values))


OPERATORS = {
    "StringEquals": lambda wanted, value: wanted == value,
    "StringEqualsIgnoreCase": lambda wanted, value: wanted.lower() == value.lower(),
    "StringLike": _like,
    "ArnEquals": _arn_like,
    "ArnLike": _arn_like,
    "Bool": lambda wanted, value: str(wanted).lower() == value.lower(),
}


def _holds(operator: str, key: str, wanted: list, context: dict[str, str]) -> bool:
    value = next((each for name, each in context.items() if name.lower() == key.lower()), None)
    if operator == "Null":
        return str(wanted[0]).lower() == str(value is None).lower()
    name = operator.removesuffix("IfExists")
    positive = name.replace("Not", "", 1)
    if positive not in OPERATORS:
        raise NotUnderstood(f"the operator {operator}")
    if value is None:
        return operator.endswith("IfExists") or positive != name
    return any(OPERATORS[positive](each, value) for each in wanted) == (positive == name)


def _names(principal, request: Request) -> bool:
    if principal == "*":
        return True
    stated = {f"{kind}:{name}" for kind, names in principal.items() for name in _listed(names)}
    return "AWS:*" in stated or bool(stated & request.principals)


def _applies(statement: dict, request: Request) -> bool:
    unknown = statement.keys() - ELEMENTS
    if unknown:
        raise NotUnderstood(f"the element {', '.join(sorted(unknown))}")
    return (
        ("Principal" not in statement or _names(statement["Principal"], request))
        and any(_like(action.lower(), request.action.lower()) for action in _listed(statement["Action"]))
        and any(_like(resource, request.resource) for resource in _listed(statement.get("Resource", "*")))
        and all(
            _holds(operator, key, _listed(wanted), request.context)
            for operator, keys in statement.get("Condition", {}).items()
            for key, wanted in keys.items()
        )
    )


def decide(policies: list[dict], request: Request) -> str:
    """`Deny` where one statement denies, `Allow` where one allows and none denies, else an empty text."""
    decision = ""
    for statement in (each for policy in policies for each in _listed(policy["Statement"])):
        try:
            applies = _applies(statement, request)
        except NotUnderstood as reason:
            print(f"a statement is taken as a refusal, since {reason} is not understood: {statement}", file=sys.stderr)
            applies = statement["Effect"] == "Deny"
        if applies and statement["Effect"] == "Deny":
            return "Deny"
        if applies:
            decision = "Allow"
    return decision
