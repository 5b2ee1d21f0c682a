/** Control API: the sign-in method of the tenant, as the Connect wizard switches it. */

import type { SettingsRecord } from '../../mock-entra/state/records.ts';
import { changeSettings } from '../../mock-entra/tenant/change-settings.ts';
import { LabError } from '../../runtime/lab-error.ts';
import type { Lab } from '../lab.ts';
import { knowOnly, type Members, optionalFlag } from './members.ts';
import type { ControlRoutes } from './route.ts';

export const SETTINGS_ROUTES: ControlRoutes = {
  'GET /settings': ({ entra: { cloud } }) => cloud.settings(),
  'PUT /settings': (lab, { body }) => putSettings(lab, body),
};

const FLAGS = ['passThroughAuthentication', 'passwordHashSync', 'synchronizeUpn'] as const;

/**
 * Members left out stay as they are. @throws LabError `SETTINGS_REFUSED` with the tenant's reason
 */
function putSettings({ entra: { cloud } }: Lab, body: Members): unknown {
  knowOnly(body, FLAGS);
  const asked = FLAGS.map((name) => [name, optionalFlag(body, name)] as const);
  const change: Partial<SettingsRecord> = Object.fromEntries(
    asked.filter(([, value]) => value !== undefined),
  );
  const outcome = changeSettings(cloud, change);
  if (!outcome.ok) throw new LabError('SETTINGS_REFUSED', outcome.reason);
  return outcome.settings;
}
