/** The conditions that something of a template depends on. An input makes one, whether or not its construct asks for it. */
export function usedConditions({ Conditions, Resources, Outputs }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const conditions = Conditions as Readonly<Record<string, unknown>>;
  const used = new Set<string>();
  const read = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, each] of Object.entries(value) as [string, unknown][]) {
      if (key === 'Condition' && typeof each === 'string') use(each);
      else if (key === 'Fn::If') use((each as [string])[0]);
      read(each);
    }
  };
  const use = (name: string): void => {
    if (used.has(name)) return;
    used.add(name);
    read(conditions[name]);
  };
  read([Resources, Outputs]);
  return Object.fromEntries(Object.entries(conditions).filter(([name]) => used.has(name)));
}
