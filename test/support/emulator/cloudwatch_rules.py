"""
The rule of a composite alarm: states of other alarms, with AND, OR, NOT and brackets.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""
import re
from collections.abc import Callable

STATES = ("ALARM", "OK", "INSUFFICIENT_DATA")
# A state asked of an alarm, by its name or its ARN, quoted or not, is one token.
_TOKEN = re.compile(rf"""\s*(?:(AND|OR|NOT|TRUE|FALSE)\b|([()])|({'|'.join(STATES)})\(\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^()\s]+))\s*\))""")

Rule = Callable[[Callable[[str], str]], bool]


class Malformed(Exception):
    pass


def alarm_name(name_or_arn: str) -> str:
    return name_or_arn.split(":alarm:", 1)[-1]


def _tokens(text: str) -> list:
    found, position = [], 0
    while text[position:].strip():
        match = _TOKEN.match(text, position)
        if not match:
            raise Malformed(f"Unsupported token in AlarmRule: {text[position:].strip()[:40]}")
        word, bracket, state, *names = match.groups()
        given = next((name for name in names if name is not None), "")
        found.append(word or bracket or (state, alarm_name(re.sub(r"\\(.)", r"\1", given))))
        position = match.end()
    return found


def names(text: str) -> list[str]:
    return list(dict.fromkeys(token[1] for token in _tokens(text) if isinstance(token, tuple)))


def read(text: str) -> Rule:
    """What a rule comes to, when told the state of an alarm by its name."""
    tokens = _tokens(text)

    def one() -> Rule:
        token = tokens.pop(0) if tokens else None
        if token == "NOT":
            negated = one()
            return lambda state: not negated(state)
        if token == "(":
            inner = either()
            if not tokens or tokens.pop(0) != ")":
                raise Malformed("AlarmRule has a bracket that is not closed")
            return inner
        if token in ("TRUE", "FALSE"):
            return lambda state: token == "TRUE"
        if isinstance(token, tuple):
            return lambda state: state(token[1]) == token[0]
        raise Malformed(f"AlarmRule cannot have {token or 'its end'} here")

    def chain(word: str, part: Callable[[], Rule], together: Callable) -> Rule:
        parts = [part()]
        while tokens and tokens[0] == word:
            tokens.pop(0)
            parts.append(part())
        return lambda state: together(each(state) for each in parts)

    def both() -> Rule:
        return chain("AND", one, all)

    def either() -> Rule:
        return chain("OR", both, any)

    rule = either()
    if tokens:
        raise Malformed(f"AlarmRule cannot have {tokens[0]} here")
    return rule
