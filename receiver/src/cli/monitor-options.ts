import { Mistake } from '../registry/mistake.ts';
import type { MonitorKind } from '../registry/registry.ts';
import { SIGNAL_SOURCES } from '../signals/signal.ts';

/** @throws Mistake */
export function kindOf(kind: string | undefined): MonitorKind | undefined {
  const found = SIGNAL_SOURCES.find((source) => source === kind);
  if (kind !== undefined && found === undefined)
    throw new Mistake(`--kind must be one of ${SIGNAL_SOURCES.join(', ')}, got ${JSON.stringify(kind)}`);
  return found;
}

/** @throws Mistake */
export function signatureVersionOf(version: string | undefined): 1 | 2 | undefined {
  if (version === undefined) return undefined;
  if (version === '1' || version === '2') return version === '2' ? 2 : 1;
  throw new Mistake(`--minimum-signature-version must be 1 or 2, got ${JSON.stringify(version)}`);
}
