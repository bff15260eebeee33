/** A statement opens every partition that it may find something in, with every index: no more than so many days at a time. */
export const MAX_DAYS = 16;

/** Parts a list so that each part is of a few days only. */
export function inDays<T>(items: readonly T[], dayOf: (item: T) => number): readonly (readonly T[])[] {
  const parts: T[][] = [];
  const byDay = new Map<number, T[]>();
  for (const item of items) {
    const day = dayOf(item);
    const known = byDay.get(day);
    if (known === undefined) byDay.set(day, [item]);
    else known.push(item);
  }
  const days = [...byDay.values()];
  for (let at = 0; at < days.length; at += MAX_DAYS) parts.push(days.slice(at, at + MAX_DAYS).flat());
  return parts;
}
