import type { SetupPath } from '../path';
import { cloudTrailEvents } from './cloudtrail-events';

/** Every setup path that has a module and a template. */
export const PATHS = [cloudTrailEvents] as unknown as readonly SetupPath[];
