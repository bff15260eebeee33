"""In what order the resources of a template are made: what is referred to first, by a function or by DependsOn."""
import re

from moto.cloudformation.exceptions import ValidationError


def _names(value) -> set[str]:
    """What a piece of a template refers to."""
    if isinstance(value, list):
        return {name for item in value for name in _names(item)}
    if not isinstance(value, dict):
        return set()
    found = {name for item in value.values() for name in _names(item)}
    if isinstance(value.get("Ref"), str):
        found.add(value["Ref"])
    if "Fn::GetAtt" in value:
        attribute = value["Fn::GetAtt"]
        found.add(attribute.split(".")[0] if isinstance(attribute, str) else attribute[0])
    if "Fn::Sub" in value:
        text = value["Fn::Sub"][0] if isinstance(value["Fn::Sub"], list) else value["Fn::Sub"]
        found.update(re.findall(r"\$\{([^!.}]+)[.}]", text))
    return found


def dependency_order(resources: dict) -> list[str]:
    ordered: list[str] = []

    def visit(name: str, path: tuple[str, ...]) -> None:
        if name in path:
            raise ValidationError(message=f"Circular dependency between resources: [{', '.join(path)}]")
        if name in ordered:
            return
        depends = resources[name].get("DependsOn", [])
        needed = _names(resources[name].get("Properties", {})) | set([depends] if isinstance(depends, str) else depends)
        for other in sorted(needed & resources.keys()):
            visit(other, (*path, name))
        ordered.append(name)

    for name in resources:
        visit(name, ())
    return ordered
