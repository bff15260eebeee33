import { literal, quoted } from './hcl';
import { expression } from './read-synthesized';

test('a text is written so that Terraform reads nothing into it', () => {
  expect(literal('a "quoted" \\ text')).toBe('"a \\"quoted\\" \\\\ text"');
  expect(literal('${var.secret} and %{ if true }')).toBe('"$${var.secret} and %%{ if true }"');
  expect(literal('100 % of $ 5')).toBe('"100 % of $ 5"');
  expect(literal(['${a}', { '${b}': '${c}' }])).toBe('["$${a}", {"$${b}" = "$${c}"}]');
});

test('of a synthesized text, the references stay and the rest is quoted', () => {
  expect(quoted('plain')).toBe('"plain"');
  expect(quoted('${aws_sns_topic.topic.arn}')).toBe('"${aws_sns_topic.topic.arn}"');
  expect(quoted('All in "${join(", ", var.units)}", with ${lookup({"a" = "}"}, "a")}.')).toBe(
    '"All in \\"${join(", ", var.units)}\\", with ${lookup({"a" = "}"}, "a")}."',
  );
});

test('a value that is empty where nothing is given stays empty: `coalesce` would refuse that', () => {
  expect(expression('"${var.bus_arn != null ? var.bus_arn : ""}"')).toBe('var.bus_arn != null ? var.bus_arn : ""');
  expect(expression('"${var.name != null ? var.name : "clarion"}"')).toBe('coalesce(var.name, "clarion")');
});
