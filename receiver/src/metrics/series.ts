import { METRIC_PREFIX, METRICS, type MetricFact, type MetricName } from './table.ts';

/** So many combinations of labels has a metric at most: one more, and the oldest goes. */
const MAX_SERIES = 10_000;

/** One value of a metric: whoever counts often keeps it, so that counting is an addition. */
interface Cell {
  /** Its lines. `labels` is as they are written, without the braces. */
  lines(name: string, labels: string): readonly string[];
}

/**
 * A metric in Prometheus' text format. Not prom-client's: that one hashes the labels each time it counts, and takes a tenth of a second to
 * write ten thousand lines, in which no message is answered.
 *
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
 */
export class Series<T extends Cell> {
  readonly #name: string;
  readonly #fact: MetricFact;
  readonly #make: (fact: MetricFact) => T;
  readonly #limit: number;
  readonly #cells = new Map<string, { readonly labels: string; readonly cell: T }>();

  public constructor(name: MetricName, make: (fact: MetricFact) => T, limit = MAX_SERIES) {
    this.#name = METRIC_PREFIX + name;
    this.#fact = METRICS[name];
    this.#make = make;
    this.#limit = limit;
  }

  /** The value for these values of the table's labels, in its order. */
  public of(...values: readonly string[]): T {
    const key = values.length === 1 ? values[0]! : values.join('\0');
    const known = this.#cells.get(key);
    if (known !== undefined) return known.cell;
    const [oldest] = this.#cells.size < this.#limit ? [] : this.#cells.keys();
    if (oldest !== undefined) this.#cells.delete(oldest);
    const labels = (this.#fact.labels ?? []).map((label, index) => `${label}="${escaped(values[index] ?? '')}"`).join(',');
    const cell = this.#make(this.#fact);
    this.#cells.set(key, { labels, cell });
    return cell;
  }

  /** Forgets all of them. */
  public clear(): void {
    this.#cells.clear();
  }

  public text(): string {
    const { type, help } = this.#fact;
    const lines = [...this.#cells.values()].flatMap(({ labels, cell }) => cell.lines(this.#name, labels));
    return [`# HELP ${this.#name} ${help}`, `# TYPE ${this.#name} ${type}`, ...lines, ''].join('\n');
  }
}

/** Of a counter or a gauge. */
export class Value implements Cell {
  #value = 0;

  public add(value: number): void {
    this.#value += value;
  }

  public set(value: number): void {
    this.#value = value;
  }

  public lines(name: string, labels: string): readonly string[] {
    return [line(name, labels, this.#value)];
  }
}

/** Of a histogram. */
export class Distribution implements Cell {
  readonly #bounds: readonly number[];
  readonly #counts: number[];
  #sum = 0;

  public constructor({ buckets = [] }: MetricFact) {
    this.#bounds = buckets;
    this.#counts = Array<number>(buckets.length + 1).fill(0);
  }

  public observe(value: number): void {
    let index = 0;
    while (index < this.#bounds.length && value > this.#bounds[index]!) index += 1;
    this.#counts[index]! += 1;
    this.#sum += value;
  }

  public lines(name: string, labels: string): readonly string[] {
    let count = 0;
    const buckets = this.#counts.map((each, index) => {
      count += each;
      const bound = `le="${this.#bounds[index] ?? '+Inf'}"`;
      return line(`${name}_bucket`, labels === '' ? bound : `${labels},${bound}`, count);
    });
    return [...buckets, line(`${name}_sum`, labels, this.#sum), line(`${name}_count`, labels, count)];
  }
}

const line = (name: string, labels: string, value: number) => `${name}${labels === '' ? '' : `{${labels}}`} ${value}`;

const escaped = (value: string) => value.replace(/[\\"\n]/g, (found) => (found === '\n' ? String.raw`\n` : `\\${found}`));
