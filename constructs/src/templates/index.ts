/** The templates that StackSets deploy into an organization's accounts, as files that both engines bring with them. */
import { join } from 'node:path';

/** Where they lie: `templates/` of this package, beside its sources and beside what they are built to. */
export const TEMPLATES_FOLDER = join(__dirname, '../../templates');

/** The role of one account. Written by `npm run generate`, as are all of them. */
export const ROLE_TEMPLATE = join(TEMPLATES_FOLDER, 'integration-role.json');

/** The spoke of one account and Region. */
export const SPOKE_TEMPLATE = join(TEMPLATES_FOLDER, 'spoke.json');
