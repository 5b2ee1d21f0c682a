/**
 * Microsoft’s side, and policy. Nobody can look inside it: what speaks for it is that everything on
 * premises was looked at and is well, and that all sites see the same at the same time.
 */
import { EVENTS } from '../../../protocol/events.ts';
import { lockoutProblem } from '../../wire/lockout-problem.ts';
import { type Cause, FAIR, STRONG, WEAK } from '../cause.ts';
import {
  directorySignIns,
  failedSignIns,
  hasLogged,
  type ServerSigns,
  type Signs,
} from '../signs.ts';

const TICKET =
  'Look at the service health of the tenant; open a ticket with the code, the correlation id and ' +
  'the time.';
const STATUS_ONLY = 'Sign-ins do not depend on it: wait, and do not restart agents meanwhile.';

export const CLOUD_CAUSES: readonly Cause[] = [
  {
    id: 'sign-ins-throttled',
    link: 'cloud',
    title: 'The sign-in service refuses sign-ins because there are too many',
    brings: [90055],
    seenBy: ['sign-in'],
    explains: ['break-glass-missing'],
    nextTest: 'A sign-in of a cloud-only account: throttled as well, and at once.',
    fix: 'Find who sends so many sign-ins (the sign-in log by application), and wait.',
    sources: ['ED-ERR', 'lab'],
    look(signs) {
      const found = signs.signIns.filter(({ result }) => result === 90055);
      if (found.length === 0) return undefined;
      const who = [...new Set(found.map(({ account }) => account))].join(' and ');
      return { weight: STRONG, at: [], for: [`${who} accounts read AADSTS90055`] };
    },
  },
  {
    id: 'queue-lost',
    link: 'cloud',
    title: 'Sign-ins are queued and handed to no agent',
    brings: [80002],
    seenBy: ['sign-in-log'],
    nextTest: 'The sign-in log: rows of a lost queue name no agent, those of a hung agent name it.',
    fix: TICKET,
    sources: ['ED-SEC', 'lab'],
    look(signs) {
      const lost = failedRows(signs, 80002);
      if (lost.length === 0 || lost.some(({ agentId }) => agentId !== null)) return undefined;
      const seen = `${lost.length} sign-ins timed out and the log names no agent for any of them`;
      return { weight: premisesAreWell(signs) ? FAIR + 0.2 : FAIR, at: [], for: [seen] };
    },
  },
  {
    id: 'late-answers',
    link: 'cloud',
    title: 'Answers of the agents reach the cloud too late',
    brings: [80002],
    seenBy: ['sign-in-log', 'agent-host'],
    explains: ['agent-slow', 'queue-lost'],
    nextTest:
      'The agents’ own trace: the validation ended in milliseconds, and all agents of all sites ' +
      'are hit alike. One slow agent is hit alone.',
    fix: TICKET,
    sources: ['ED-TS', 'lab'],
    look(signs) {
      const late = failedRows(signs, 80002).filter(({ agentId }) => agentId !== null);
      const agents = new Set(late.map(({ agentId }) => agentId));
      const running = signs.servers.filter(({ host }) => host?.agentService === 'running');
      if (late.length < 1 || !premisesAreWell(signs)) return undefined;
      if (signs.servers.some((server) => hasLogged(server, EVENTS.responseRefused.id))) {
        return undefined;
      }
      const seen = `${late.length} sign-ins timed out at ${agents.size} of ${running.length} agents`;
      return { weight: FAIR, at: [], for: [`${seen}, and every server is well`] };
    },
  },
  {
    id: 'garbled-answers',
    link: 'cloud',
    title: 'What agents answer does not arrive as it was sent',
    brings: [80003],
    seenBy: ['sign-in'],
    explains: ['agent-slow'],
    nextTest: 'Does it hit one agent (a new installation helps) or all of them (a ticket)?',
    fix: TICKET,
    sources: ['ED-TS', 'lab'],
    look(signs) {
      const found = [
        ...failedSignIns(signs).filter(({ result }) => result === 80003),
        ...failedRows(signs, 80003),
      ];
      if (found.length === 0) return undefined;
      return { weight: STRONG, at: [], for: [`${found.length} sign-ins ended with AADSTS80003`] };
    },
  },
  {
    id: 'bootstrap-outage',
    link: 'cloud',
    title: 'The bootstrap service is out',
    brings: [0],
    seenBy: ['preflight', 'agents'],
    nextTest: 'The status of an answer of the bootstrap name: 503 here, no connection if blocked.',
    fix: STATUS_ONLY,
    sources: ['ED-SEC', 'lab'],
    look: lookAtBootstrap,
  },
  {
    id: 'graph-throttled',
    link: 'cloud',
    title: 'Microsoft Graph refuses the tenant’s requests because there are too many',
    brings: [0],
    seenBy: ['agents', 'sign-in-log'],
    nextTest: 'Read the agents list again after the Retry-After of the answer.',
    fix: `Find who asks so much. ${STATUS_ONLY}`,
    sources: ['lab'],
    look({ agents }) {
      if (agents?.problem?.kind !== 'throttled') return undefined;
      return { weight: STRONG, at: [], for: [`the agents list: ${agents.problem.text}`] };
    },
  },
  {
    id: 'sign-in-service-unreachable',
    link: 'cloud',
    title: 'The sign-in service is not reached from where the probe stands',
    brings: ['no-answer'],
    seenBy: ['sign-in', 'discovery'],
    nextTest: 'The same probe from another network: its own line, or Microsoft’s service?',
    fix: `${TICKET} Check the probe’s own line first.`,
    sources: ['lab'],
    look({ signIns, discoveryProblem }) {
      const lost = signIns.filter(({ result }) => typeof result === 'string');
      if (lost.length === 0 && discoveryProblem === null) return undefined;
      const seen = lost.map(({ text }) => `a sign-in ended with no answer: ${text}`);
      if (discoveryProblem !== null) seen.push(discoveryProblem);
      return { weight: lost.length > 0 ? STRONG : FAIR, at: [], for: seen.slice(0, 2) };
    },
  },
  {
    id: 'blocked-by-policy',
    link: 'policy',
    title: 'A policy stops the sign-in after the chain has passed',
    brings: [],
    seenBy: ['sign-in'],
    nextTest: 'The Conditional Access tab of that very row of the sign-in log.',
    fix: 'Exclude the probe’s account from the policy for the probe’s location only.',
    sources: ['ED-ERR'],
    look(signs) {
      const found = directorySignIns(signs).filter(({ result }) => result === 53003);
      if (found.length === 0) return undefined;
      return { weight: STRONG, at: [], for: ['AADSTS53003 came: the password was right'] };
    },
  },
  {
    id: 'lockout-misaligned',
    link: 'policy',
    title: 'Whoever guesses passwords from outside locks accounts in Active Directory',
    brings: [0],
    seenBy: ['lockout-policy'],
    nextTest: 'Get-ADDefaultDomainPasswordPolicy, and Password protection in the Entra portal.',
    fix: 'Set Entra’s lockout threshold to a half or a third of Active Directory’s.',
    sources: ['ED-LOCK'],
    look({ lockout }) {
      const { entra = null, directory = null } = lockout ?? {};
      const problem = entra && directory && lockoutProblem(entra, directory, false);
      if (!problem) return undefined;
      const counts = `Entra after ${entra.threshold}, the directory after ${directory.threshold}`;
      return { weight: WEAK + 0.1, at: [], for: [`${problem}: ${counts}`] };
    },
  },
];

function failedRows({ rows }: Signs, code: number) {
  return rows?.filter(({ errorCode, method }) => errorCode === code && method !== 'cloud') ?? [];
}

/** Every server was looked at, and shows nothing that would explain a sign-in that fails. */
function premisesAreWell({ servers }: Signs): boolean {
  return servers.length > 0 && servers.every(isWell);
}

function isWell({ host, path, directory }: ServerSigns): boolean {
  if (host === null || host.agentService !== 'running' || host.isResponding === false) return false;
  if (host.certificate?.hasPrivateKey === false) return false;
  const binds = directory?.controllers ?? [];
  const answers = binds.length === 0 || binds.some(({ result }) => typeof result === 'number');
  return answers && (path?.cloud.every(({ obstacle }) => obstacle === null) ?? true);
}

function lookAtBootstrap(signs: Signs) {
  const out = signs.servers.filter(({ path }) =>
    path?.cloud.some(
      ({ reach: { purpose, outcome } }) =>
        purpose === 'bootstrap' && outcome.ok && (outcome.status ?? 0) >= 500,
    ),
  );
  if (out.length > 0) {
    const names = out.map(({ name }) => name).join(', ');
    return {
      weight: STRONG,
      at: [],
      for: [`the bootstrap service answers ${names} with an error`],
    };
  }
  const { id } = EVENTS.cloudUnreachable;
  const well = signs.servers.filter(isWell);
  const logged = well.filter((server) => hasLogged(server, id));
  if (logged.length === 0 || logged.length < well.length) return undefined;
  const said = logged.some(({ events }) =>
    events?.some((e) => e.id === id && /50\d/.test(e.message)),
  );
  // A way that was blocked and has healed leaves the same entry behind.
  if (!said && failedSignIns(signs).length === 0) return undefined;
  const names = logged.map(({ name }) => name).join(', ');
  const seen = `${names}: every name is reached, and ${id} was logged all the same`;
  return { weight: said ? STRONG : WEAK + 0.2, at: [], for: [seen] };
}
