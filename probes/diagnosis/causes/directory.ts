/**
 * Domain controllers, how they are found, and trusts. Agents that cannot ask stay Active: that the
 * list looks well is a hint at this part of the chain, and no more than a hint.
 */
import { EVENTS } from '../../../protocol/events.ts';
import { TIMINGS } from '../../../protocol/timings.ts';
import { type Cause, type Finding, STRONG, WEAK } from '../cause.ts';
import { type ControllerView, viewControllers } from '../controller-signs.ts';
import { failedSignIns, hasLogged, type Signs } from '../signs.ts';
import { resultOfDirectory, sayResult, tracedReason } from './account.ts';

const BRING_BACK =
  'Bring a domain controller back, or the agents’ way to one: DNS of the agent servers, routing. ' +
  'No agent needs to be restarted.';

export const DIRECTORY_CAUSES: readonly Cause[] = [
  {
    id: 'dc-down',
    link: 'directory',
    title: 'No domain controller is reached',
    brings: [80007, 80001],
    isUsual: true,
    seenBy: ['preflight', 'directory'],
    explains: ['one-dc-down', 'dc-slow', 'dc-hung'],
    nextTest:
      'Test-NetConnection to port 636 of a controller by its name: a controller answers where ' +
      'only its SRV record is missing.',
    fix: BRING_BACK,
    sources: ['ED-TS', 'SEED-C'],
    look(signs) {
      const found = serversWhere(signs, (views) => views.every(({ state }) => state === 'gone'));
      return found && withEvent(signs, found);
    },
  },
  {
    id: 'one-dc-down',
    link: 'directory',
    title: 'One of several domain controllers is not reached',
    brings: [0],
    seenBy: ['preflight', 'directory'],
    nextTest: 'Test-NetConnection to its port 636: a stale replica answers, a dead one does not.',
    fix: 'Start the controller, or take it out of the SRV records until it is back.',
    sources: ['lab'],
    look: (signs) => controllersWhere(signs, 'gone'),
  },
  {
    id: 'dc-hung',
    link: 'directory',
    title: 'Domain controllers accept connections and answer nothing',
    brings: [80002],
    isUsual: true,
    seenBy: ['preflight', 'directory'],
    nextTest: 'A bind from another machine: it hangs too, and it would not with a hung agent.',
    fix: 'Restart the controller; look at LSASS and at its disks.',
    sources: ['ED-TS', 'lab'],
    look: (signs) => controllersWhere(signs, 'silent'),
  },
  {
    id: 'dc-slow',
    link: 'directory',
    title: 'Domain controllers are slow',
    brings: [0, 80002],
    seenBy: ['directory'],
    explains: ['agent-slow'],
    nextTest:
      'Time a bind from another machine: it is slow too, and would not be with a slow agent.',
    fix: 'Find what loads the controllers, or let the agents ask others.',
    sources: ['ED-TS', 'lab'],
    look: (signs) => controllersWhere(signs, 'slow'),
  },
  {
    id: 'srv-missing',
    link: 'domain-name-service',
    title: 'The SRV records of the domain controllers are missing',
    brings: [80007],
    seenBy: ['preflight', 'directory'],
    explains: ['dc-down', 'one-dc-down'],
    nextTest: 'nltest /dsgetdc on the server finds none, and port 636 of a controller answers.',
    fix: 'Let the controllers register again (net stop netlogon, net start netlogon); check DNS.',
    sources: ['RFC-2782', 'ED-TS', 'SEED-C'],
    look(signs) {
      const found = signs.servers.filter(({ preflight, directory }) => {
        const srv = preflight?.controllers.srv ?? directory?.srv;
        return srv !== undefined && (!srv.ok || srv.hosts.length === 0);
      });
      if (found.length === 0) return undefined;
      const names = found.map(({ name }) => name).join(', ');
      return {
        weight: STRONG,
        at: [],
        for: [`no SRV record of the domain is found from ${names}`],
      };
    },
  },
  {
    id: 'dc-clock-skew',
    link: 'directory',
    title: 'The clocks of the domain controllers are off',
    brings: [80013],
    seenBy: ['preflight'],
    nextTest: 'w32tm /monitor: the controllers are off, or one agent’s server is.',
    fix: 'Set the time source of the PDC emulator right; the others follow it.',
    sources: ['ED-ERR', 'WIN-KRB', 'WIN-PDC'],
    look(signs) {
      const off = viewControllers(signs).filter(
        ({ clockOffsetMs }) => Math.abs(clockOffsetMs ?? 0) > TIMINGS.kerberosSkewMs.value,
      );
      if (off.length === 0) return undefined;
      const minutes = Math.round(Math.abs(off[0]?.clockOffsetMs ?? 0) / 60_000);
      const seen = `the clocks of ${[...new Set(off.map(({ host }) => host))].join(', ')} and of`;
      return { weight: STRONG, at: [], for: [`${seen} the servers are ${minutes} minutes apart`] };
    },
  },
  trustCause('trust-broken', 'The trust with another forest is broken', {
    codes: [1787, 1788, 1789],
    fix: 'Reset the trust’s password on both sides (netdom trust /reset), or set it up again.',
    nextTest:
      'nltest /sc_verify for the other forest, and the agent’s trace: 1788 here, 1935 there.',
  }),
  trustCause('selective-authentication', 'The trust is selective and does not name the agents', {
    codes: [1935],
    fix: 'Give the other forest’s users “Allowed to authenticate” on the agents’ servers.',
    nextTest: 'The agent’s trace: 1935 here, 1788 where the trust itself is broken.',
  }),
];

function trustCause(
  id: string,
  title: string,
  { codes, fix, nextTest }: { codes: readonly number[]; fix: string; nextTest: string },
): Cause {
  return {
    id,
    link: 'directory',
    title,
    brings: [80007],
    seenBy: ['event-log'],
    nextTest,
    fix,
    sources: ['ED-QS', 'ED-TS', 'lab'],
    look(signs) {
      const said = resultOfDirectory(signs, codes) ?? tracedReason(signs, codes);
      if (said) return { weight: STRONG, at: [], for: [sayResult(said)] };
      const failed = failedSignIns(signs);
      const others = failed.filter(({ account }) => account === 'other-forest');
      if (others.length === 0 || others.length < failed.length) return undefined;
      if (!others.some(({ result }) => result === 80007)) return undefined;
      if (viewControllers(signs).some(({ state }) => state === 'gone')) return undefined;
      const seen = 'users of the other forest read AADSTS80007, those of the agents’ own sign in';
      return { weight: WEAK + 0.3, at: [], for: [seen] };
    },
  };
}

function serversWhere(
  signs: Signs,
  isIt: (views: readonly ControllerView[]) => boolean,
): Finding | undefined {
  const views = viewControllers(signs);
  const byServer = signs.servers.map(({ name }) => views.filter(({ server }) => server === name));
  const looked = byServer.filter((own) => own.length > 0);
  const found = looked.filter(isIt);
  if (found.length === 0) return undefined;
  return {
    weight: STRONG,
    at: found.length === looked.length ? [] : found.flatMap(([first]) => first?.server ?? []),
    for: found.slice(0, 3).flatMap(([first]) => first?.text ?? []),
  };
}

/** At all of them, or at the ones that it names. */
function controllersWhere(signs: Signs, state: ControllerView['state']): Finding | undefined {
  const views = viewControllers(signs);
  const found = views.filter((view) => view.state === state);
  if (found.length === 0) return undefined;
  const hosts = new Set(found.map(({ host }) => host));
  const all = new Set(views.map(({ host }) => host));
  return {
    weight: STRONG,
    at: hosts.size === all.size ? [] : [...hosts],
    for: [...hosts].slice(0, 3).flatMap((host) => found.find((v) => v.host === host)?.text ?? []),
    against: views
      .filter((view) => view.state === 'well')
      .slice(0, 1)
      .map(({ text }) => text),
  };
}

function withEvent(signs: Signs, found: Finding): Finding {
  const { id } = EVENTS.controllerUnreachable;
  const logged = signs.servers.filter((server) => hasLogged(server, id)).map(({ name }) => name);
  if (logged.length === 0) return found;
  return { ...found, for: [...found.for, `${logged.join(', ')} logged ${id} lately`] };
}
