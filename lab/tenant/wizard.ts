/** Who can run the Connect wizard, and where: rules that every change made with it shares. */
import type { ChangeWorld } from '../changes/change.ts';
import type { ConnectServerState } from '../premises/connect-servers.ts';
import { breakGlassAccounts, refused } from './administer.ts';

/**
 * The server named, or the primary. That administrators whose password is on premises cannot sign
 * in to it while no agent answers follows from how they sign in.
 *
 * @throws LabError `CHANGE_REFUSED`
 */
export function openWizard(lab: ChangeWorld, names: readonly string[]): ConnectServerState {
  const servers = lab.connectServers.list();
  const server = servers.find(({ name, role }) =>
    names.length > 0 ? names.includes(name) : role === 'primary',
  );
  if (server === undefined) throw refused('There is no primary Connect server in this estate.');
  if (!server.running) {
    throw refused(
      `The wizard runs on a Connect server, and ${server.name} is down: start it, or have support ` +
        'switch the tenant (by=support).',
    );
  }
  if (breakGlassAccounts(lab).length === 0 && !isAnswered(lab)) {
    throw refused(
      'Nobody can sign in to the wizard: no agent answers, and there is no cloud-only Global ' +
        'Administrator.',
    );
  }
  return server;
}

function isAnswered({ entra }: ChangeWorld): boolean {
  const { passThroughAuthentication } = entra.cloud.settings();
  return !passThroughAuthentication || entra.connectedAgents().length > 0;
}
