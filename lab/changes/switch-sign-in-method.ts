/**
 * The sign-in method of the tenant, chosen in the wizard of one Connect server: a staging server's
 * choice counts for everybody as well. The wizard uninstalls the agent of the server it runs on;
 * those of the others stay, Active and useless, until somebody removes them.
 */
import type { SettingsRecord } from '../../mock-entra/state/records.ts';
import { refused, setTenant } from '../tenant/administer.ts';
import { federatedDomains } from '../tenant/convert-domains.ts';
import { openWizard } from '../tenant/wizard.ts';
import type { Change, ChangeWorld } from './change.ts';

export const switchSignInMethod: Change = {
  id: 'switch-sign-in-method',
  title: 'Switch the sign-in method',
  about:
    'Runs the wizard of a Connect server (the primary, unless another is named) and chooses how ' +
    'all managed users sign in from now on.',
  where: ['connectServers'],
  parameters: {
    method: {
      about: 'Pass-through Authentication, password hash synchronisation, or federation',
      type: 'choice',
      choices: ['pta', 'phs', 'federated'],
      default: 'phs',
    },
    by: {
      about: 'Who does it: the wizard, which needs Connect to run, or support where it does not',
      type: 'choice',
      choices: ['wizard', 'support'],
      default: 'wizard',
    },
  },
  async apply(lab, { connectServers = [] }, { method, by }) {
    const leaving = lab.entra.cloud.settings().passThroughAuthentication && method !== 'pta';
    if (by === 'support') return setTenant(lab, settingsOf(lab, method));
    const server = openWizard(lab, connectServers);
    const undo = setTenant(lab, settingsOf(lab, method));
    const agent = leaving ? lab.servers.get(server.name) : undefined;
    const version = agent?.version;
    if (agent === undefined || version === undefined) return undo;
    // ED-FAQ names the agent only; that its updater goes with it is assumed.
    await lab.drive(agent.uninstall({ updaterToo: true }));
    return async () => {
      await lab.drive(agent.install({ version }));
      await untilActive(lab);
      await undo();
    };
  },
  basis: 'documented',
  sources: ['ED-FAQ', 'SEED-B', 'ED-TS'],
};

function settingsOf(lab: ChangeWorld, method: string | number | undefined) {
  const settings: Readonly<Record<string, () => Partial<SettingsRecord>>> = {
    pta: () => ({ passThroughAuthentication: true }),
    phs: () => ({ passThroughAuthentication: false, passwordHashSync: true }),
    federated: () => ({ passThroughAuthentication: false, domains: federatedDomains(lab) }),
  };
  const chosen = settings[String(method)];
  if (chosen === undefined) throw refused(`There is no sign-in method "${method}".`);
  return chosen();
}

const LOOK_EVERY_MS = 1_000;

/** PTA is switched on only where an agent is Active, and one that was just installed is not yet. */
async function untilActive(lab: ChangeWorld): Promise<void> {
  const dueMs = lab.clock.nowMs() + lab.timings.bootstrapIntervalMs;
  const isActive = () => lab.entra.agents().some(({ status }) => status === 'Active');
  while (!isActive() && lab.clock.nowMs() < dueMs) await lab.wait(LOOK_EVERY_MS);
}
