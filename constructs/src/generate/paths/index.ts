import type { SetupPath } from '../path';
import { cloudTrailEvents } from './cloudtrail-events';
import { hub } from './hub';

/** Every setup path that has a module and a template. */
export const PATHS = [cloudTrailEvents, hub] as unknown as readonly SetupPath[];
