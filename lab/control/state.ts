/**
 * Control API: back to the seed, and what the cloud remembers as one JSON value. An export has
 * password digests and second factors in it, but no key that signs tokens.
 */
import { resetCloud } from '../../mock-entra/reset.ts';
import { exportState, importState } from '../../mock-entra/state/dump.ts';
import type { Lab } from '../lab.ts';
import type { ControlRoutes } from './route.ts';

export const STATE_ROUTES: ControlRoutes = {
  'GET /state': ({ entra: { cloud } }) => exportState(cloud.state),
  'PUT /state': ({ entra: { cloud } }, { body }) => {
    importState(cloud.state, cloud.users, body);
    cloud.setSettings(cloud.settings());
  },
  'POST /reset': (lab) => resetLab(lab),
};

/** The cloud comes last: the directory's way back must not be synchronised over the seed. */
export async function resetLab(lab: Lab): Promise<void> {
  const { faults, changes, directory, sync, entra } = lab;
  await faults.reset();
  await changes.undoAll();
  directory.reset();
  await sync.force();
  resetCloud(entra.cloud);
}
