/**
 * What nobody notices until something else happens: too few agents, what was left behind, changes
 * that were made half. Most of it leaves sign-ins alone, and so it is at risk, not broken.
 */
import {
  isOlder,
  isPreview,
  LATEST_AGENT_VERSION,
  PROGRAMS,
} from '../../../protocol/agent-versions.ts';
import { CONNECT_VERSIONS } from '../../../protocol/connect-versions.ts';
import { compareInventory } from '../../wire/inventory.ts';
import { type Cause, FAIR, STRONG, WEAK } from '../cause.ts';
import { directorySignIns, type Signs } from '../signs.ts';
import { serverCause } from './on-server.ts';

export const ESTATE_CAUSES: readonly Cause[] = [
  {
    id: 'last-agent-removed',
    link: 'agent',
    title: 'No agent is installed any more',
    brings: [80001],
    seenBy: ['agent-host'],
    explains: ['agents-below-n-plus-1', 'updater-left-behind', 'live-certificate-deleted'],
    nextTest: 'Programs and Features of the servers: no entry here, one where it is only stopped.',
    fix: 'Install and register an agent, then two more; or switch the sign-in method on purpose.',
    sources: ['ED-TS', 'ED-QS'],
    look(signs) {
      const looked = signs.servers.filter(({ host }) => host !== null);
      const gone = looked.filter(({ host }) => host?.agentService === 'absent');
      if (looked.length === 0 && signs.agents?.agents?.length === 0) {
        return { weight: WEAK + 0.1, at: [], for: ['the list of agents is empty'] };
      }
      if (looked.length === 0 || gone.length < looked.length) return undefined;
      return { weight: STRONG, at: [], for: [`none of ${looked.length} servers has an agent`] };
    },
  },
  {
    id: 'agents-below-n-plus-1',
    link: 'estate',
    title: 'Fewer than two agents are Active',
    brings: [0],
    seenBy: ['agents'],
    nextTest: 'The service on the servers of the others: stopped in good order, or an outage?',
    fix: 'Bring the others back, or install more: three or more in production.',
    sources: ['ED-QS'],
    look({ agents }) {
      const active = agents?.agents?.filter(({ status }) => /^active$/i.test(status)) ?? [];
      if (!agents?.agents || active.length !== 1) return undefined;
      const seen = `only ${active[0]?.machineName} of ${agents.agents.length} agents is Active`;
      return { weight: WEAK + 0.1, at: [], for: [seen] };
    },
  },
  {
    id: 'unknown-agent',
    link: 'estate',
    title: 'An agent is registered that nobody has on their list',
    brings: [0],
    seenBy: ['agents'],
    nextTest: 'Who owns the machine, and the external address that the agents list shows for it?',
    fix: 'If nobody knows it: take it off, reset the passwords that it saw, look for how it came.',
    sources: ['ED-OPS', 'lab'],
    look({ agents }) {
      if (!agents?.agents || agents.inventory === undefined) return undefined;
      const { rogues } = compareInventory(agents.agents, agents.inventory);
      if (rogues.length === 0) return undefined;
      return { weight: FAIR, at: [], for: [`not on the list of agents: ${rogues.join('; ')}`] };
    },
  },
  serverCause(
    {
      id: 'updater-stopped',
      link: 'estate',
      title: 'The agent’s updater does not run',
      brings: [0],
      nextTest: 'Its own log: is it healthy when started?',
      fix: 'Start the service Microsoft Entra Connect Agent Updater, and let it start by itself.',
      sources: ['ED-FAQ'],
    },
    ({ name, host }) =>
      host?.updaterService === 'stopped' && host.agentService !== 'absent'
        ? `${name}: the updater is stopped`
        : undefined,
    FAIR,
  ),
  serverCause(
    {
      id: 'updater-left-behind',
      link: 'estate',
      title: 'The updater is there without an agent',
      brings: [0],
      explains: ['agents-below-n-plus-1'],
      nextTest: 'Programs and Features: the updater and no agent.',
      fix: 'Uninstall the updater as well, or install the agent again.',
      sources: ['ED-FAQ', 'lab'],
    },
    ({ name, host }) =>
      host?.agentService === 'absent' &&
      host.updaterService !== 'absent' &&
      host.updaterService !== 'unknown'
        ? `${name}: the updater is ${host.updaterService}, and no agent is installed`
        : undefined,
  ),
  serverCause(
    {
      id: 'preview-agent',
      link: 'estate',
      title: 'A preview agent was left behind',
      brings: [0],
      explains: ['agent-outdated', 'live-certificate-deleted'],
      nextTest:
        'Programs and Features: the connector’s name, and no Authentication Agent beside it.',
      fix: 'Upgrade it by hand: run the current installer; preview agents never update themselves.',
      sources: ['ED-UPG', 'SEED-A'],
    },
    ({ name, host }) => {
      const names = host?.programs.map((program) => program.name) ?? [];
      const alone = names.includes(PROGRAMS.previewAgent) && !names.includes(PROGRAMS.agent);
      const old = host?.agentVersion !== undefined && isPreview(host.agentVersion);
      return alone || old ? `${name}: what is installed seems to be a preview agent` : undefined;
    },
  ),
  serverCause(
    {
      id: 'agents-upgraded-before-connect',
      link: 'estate',
      title: 'The agent on a Connect server is the latest and Connect is not',
      brings: [0],
      nextTest: 'Programs and Features of the Connect server: both versions.',
      fix: 'Upgrade Microsoft Entra Connect there, as it should have come first.',
      sources: ['ED-UPG', 'SEED-A'],
    },
    ({ name, host }) => {
      const { agentVersion, connect } = host ?? {};
      if (agentVersion === undefined || connect === undefined) return undefined;
      const ahead = !isOlder(agentVersion, LATEST_AGENT_VERSION);
      return ahead && isOlder(connect.version, CONNECT_VERSIONS.latest.value)
        ? `${name}: agent ${agentVersion} beside Connect ${connect.version}`
        : undefined;
    },
  ),
  serverCause(
    {
      id: 'sync-not-run',
      link: 'estate',
      title: 'Microsoft Entra Connect does not run',
      brings: [0],
      nextTest: 'Get-ADSyncScheduler on the Connect server.',
      fix: 'Start the service of Connect, then Start-ADSyncSyncCycle -PolicyType Delta.',
      sources: ['ED-SCHEDULER', 'SEED-C'],
    },
    ({ name, host }) =>
      host?.connect?.isRunning === false ? `${name}: Connect is stopped` : undefined,
  ),
  {
    id: 'break-glass-missing',
    link: 'estate',
    title: 'The cloud-only administrator is not there any more',
    brings: [0],
    seenBy: ['sign-in'],
    nextTest: 'The deleted users of the tenant, within thirty days.',
    fix: 'Restore or create two cloud-only accounts with the Global Administrator role.',
    sources: ['ED-QS', 'SEED-B'],
    look({ signIns }) {
      const lost = signIns.find((s) => s.account === 'cloud-only' && s.result === 50034);
      if (!lost) return undefined;
      return { weight: STRONG, at: [], for: ['the cloud-only account reads AADSTS50034'] };
    },
  },
  {
    id: 'staging-server-switched-method',
    link: 'estate',
    title: 'The tenant expects password hashes that it does not have',
    brings: [50056],
    seenBy: ['sign-in'],
    explains: ['agents-left-after-pta-disabled'],
    nextTest: 'The audit log: who switched the sign-in method, and from which Connect server?',
    fix: 'Switch the method back to pass-through authentication in the primary server’s wizard.',
    sources: ['ED-ERR', 'lab'],
    look(signs) {
      const found = directorySignIns(signs).filter(({ result }) => result === 50056);
      if (found.length === 0) return undefined;
      return { weight: STRONG, at: [], for: ['AADSTS50056: the cloud has no hash of a password'] };
    },
  },
  {
    id: 'agents-left-after-pta-disabled',
    link: 'estate',
    title: 'Pass-through authentication is off and its agents were left',
    brings: [0],
    seenBy: ['sign-in-log', 'agents'],
    nextTest: 'The audit log: did somebody mean to switch the sign-in method?',
    fix: 'Uninstall the agents and their updaters, or switch pass-through authentication on again.',
    sources: ['ED-FAQ'],
    look: lookAtMethod,
  },
];

/** By the probe’s own sign-ins: rows of cloud-only people say the same on any tenant. */
function lookAtMethod(signs: Signs) {
  const own = new Set(directorySignIns(signs).map(({ correlationId }) => correlationId));
  const rows = signs.rows?.filter(({ correlationId }) => own.has(correlationId)) ?? [];
  const inCloud = rows.filter(({ method }) => method === 'cloud');
  const listed = signs.agents?.agents?.length ?? 0;
  if (inCloud.length === 0 || inCloud.length < rows.length || listed === 0) return undefined;
  const seen = `the cloud judged the password of ${inCloud.length} sign-ins of ours itself`;
  return { weight: FAIR + 0.1, at: [], for: [`${seen}; ${listed} agents are listed`] };
}
