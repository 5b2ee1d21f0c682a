/** Every endpoint of the control API: one table per area, one line per area here. */
import { CHANGE_ROUTES } from './changes.ts';
import { DIRECTORY_ROUTES } from './directory.ts';
import { ESTATE_ROUTES } from './estate.ts';
import { INJECTION_ROUTES } from './injections.ts';
import { JOURNAL_ROUTES } from './journal.ts';
import { LOOK_ROUTES } from './look.ts';
import { PEOPLE_ROUTES } from './people.ts';
import type { ControlRoutes } from './route.ts';
import { SEED_ROUTES } from './seed.ts';
import { SERVER_ROUTES } from './servers.ts';
import { SETTINGS_ROUTES } from './settings.ts';
import { STATE_ROUTES } from './state.ts';
import { TOKEN_ROUTES } from './tokens.ts';

export const CONTROL_ROUTES: ControlRoutes = {
  ...ESTATE_ROUTES,
  ...CHANGE_ROUTES,
  ...SERVER_ROUTES,
  ...LOOK_ROUTES,
  ...STATE_ROUTES,
  ...SEED_ROUTES,
  ...PEOPLE_ROUTES,
  ...DIRECTORY_ROUTES,
  ...SETTINGS_ROUTES,
  ...TOKEN_ROUTES,
  ...JOURNAL_ROUTES,
  ...INJECTION_ROUTES,
};
