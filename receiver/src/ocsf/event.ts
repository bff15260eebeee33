/**
 * An event by the Open Cybersecurity Schema Framework. What every class has is named here; the rest is as the class has it.
 *
 * @see https://schema.ocsf.io/1.5.0
 */
export interface OcsfEvent {
  readonly class_uid: number;
  readonly class_name: string;
  readonly category_uid: number;
  readonly category_name: string;
  readonly activity_id: number;
  readonly activity_name: string;
  /** `class_uid` * 100 + `activity_id`. */
  readonly type_uid: number;
  readonly type_name: string;
  readonly severity_id: number;
  readonly severity: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  /** `metadata.version` is the schema's. */
  readonly metadata: { readonly version: string; readonly [name: string]: unknown };
  /** What of the record the schema has no place for, under its own names. Absent when nothing is left. */
  readonly unmapped?: Readonly<Record<string, unknown>>;
  /** The record's text. Present only where an object cannot carry it: it is too deep, or has a number that JavaScript would round. */
  readonly raw_data?: string;
  readonly [name: string]: unknown;
}
