import { Document, isMap, isScalar, isSeq, visit, type Node } from 'yaml';

/** CloudFormation's functions that have a short form, in YAML a tag. */
const SHORT = ['And', 'Contains', 'Equals', 'GetAtt', 'If', 'Join', 'Not', 'Or', 'Select', 'Split', 'Sub'] as const;

/** The template as YAML with short forms, and with every text quoted that YAML would read as something else. */
export function toYaml(template: object): string {
  const document = new Document(template, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (_key, scalar) => {
      // Within brackets, older readers take a colon that is in front for the end of a key.
      if (typeof scalar.value === 'string' && scalar.value.startsWith(':')) scalar.type = 'QUOTE_SINGLE';
    },
    Pair: (_key, pair) => {
      const short = shortForm(pair.value);
      if (short !== undefined) pair.value = short;
    },
    Seq: (_key, seq) => {
      seq.items.forEach((item, index) => {
        const short = shortForm(item);
        if (short !== undefined) seq.items[index] = short;
      });
    },
  });
  return document.toString({ lineWidth: 0, singleQuote: true, flowCollectionPadding: false });
}

/** `{ Ref: 'X' }` as `!Ref X`. */
function shortForm(node: unknown): Node | undefined {
  if (!isMap(node) || node.items.length !== 1) return undefined;
  const [pair] = node.items;
  const name = isScalar(pair?.key) ? String(pair.key.value) : '';
  const value = pair?.value as Node;
  if (name === 'Ref' || name === 'Condition') return tagged(value, `!${name}`);
  const short = SHORT.find((each) => name === `Fn::${each}`);
  if (short === undefined) return undefined;
  if (short === 'GetAtt' && isSeq(value)) return tagged(new Document(value.toJSON().join('.')).contents as Node, '!GetAtt');
  if (isSeq(value) && (short !== 'If' || value.items.every((item) => isScalar(item)))) value.flow = true;
  return tagged(value, `!${short}`);
}

function tagged(node: Node, tag: string): Node {
  node.tag = tag;
  return node;
}
