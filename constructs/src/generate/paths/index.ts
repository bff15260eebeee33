import type { SetupPath } from '../path';
import { cloudTrailEvents } from './cloudtrail-events';
import { cloudWatchAlarms } from './cloudwatch-alarms';
import { hub } from './hub';

/** Every setup path that has a module and a template. */
export const PATHS = [cloudTrailEvents, cloudWatchAlarms, hub] as unknown as readonly SetupPath[];
