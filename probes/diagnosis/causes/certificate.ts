/** The agent’s key and certificate: what it proves itself with and decrypts passwords with. */
import { EVENTS } from '../../../protocol/events.ts';
import { TIMINGS } from '../../../protocol/timings.ts';
import { type Cause, FAIR, STRONG, WEAK } from '../cause.ts';
import { failedSignIns, hasLogged, type ServerSigns, type Signs } from '../signs.ts';
import { listedAs, serverCause } from './on-server.ts';

const REINSTALL =
  'Install and register the agent again on that server; nothing else brings it back.';

export const CERTIFICATE_CAUSES: readonly Cause[] = [
  serverCause(
    {
      id: 'certificate-expired',
      link: 'certificate',
      title: 'The agent’s certificate has ended, or is not renewed',
      brings: [0, 80001],
      explains: ['agent-outdated', 'last-agent-removed'],
      nextTest:
        'certlm on the server: the date of the certificate. An agent behind a blocked 443 stays ' +
        'on the list as Inactive; one whose certificate ended is gone from it.',
      fix: REINSTALL,
      sources: ['ED-SEC'],
    },
    (server, signs) => sayEnd(server, signs),
    (_, found) => (found.some(hasEnded) ? STRONG : FAIR),
  ),
  serverCause(
    {
      id: 'renewal-refused',
      link: 'certificate',
      title: 'Certificates are not renewed although agents ask',
      brings: [0],
      seenBy: ['agent-host', 'event-log'],
      explains: ['certificate-expired'],
      nextTest: 'Look again in a day: while renewal is refused every agent due for it is affected.',
      fix: 'A ticket with Microsoft; until the certificates end there is time. Watch their dates.',
      sources: ['ED-SEC', 'lab'],
    },
    (server) =>
      hasLogged(server, EVENTS.renewalFailed.id) && !hasEnded(server)
        ? `${server.name}: a renewal was asked for and not granted`
        : undefined,
    FAIR + 0.1,
  ),
  serverCause(
    {
      id: 'live-certificate-deleted',
      link: 'certificate',
      title: 'The certificate in use is not in the server’s store',
      brings: [0, 80001],
      explains: ['certificate-expired', 'asymmetric-sites'],
      nextTest:
        'certlm, and the store of the service’s account: a deleted one is not there, an expired ' +
        'one is, with its date.',
      fix: REINSTALL,
      sources: ['ED-SEC'],
    },
    (server, signs) => {
      const { name, host } = server;
      if (host === null || host.agentService === 'absent' || host.agentVersion === undefined) {
        return undefined;
      }
      if (host.certificate?.hasPrivateKey === false) {
        return sayDeleted(server, signs) ?? `${name}: no key for its certificate`;
      }
      // Sources that cannot tell leave it out everywhere.
      const others = signs.servers.filter((server) => server.name !== name);
      const canTell = others.length === 0 || signs.servers.some((s) => s.host?.certificate);
      const isMissing = host.certificate === undefined && host.instanceId !== undefined;
      return isMissing && (canTell || hasLostCloud(signs))
        ? `${name}: an agent is installed and its certificate is not in the store`
        : undefined;
    },
    (signs, found) => (found.some((server) => isDeleted(server, signs)) ? STRONG : WEAK),
  ),
  serverCause(
    {
      id: 'agent-key-lost',
      link: 'certificate',
      title: 'The agent’s private key is lost or another one',
      brings: [0, 80010, 80011],
      seenBy: ['agent-host', 'event-log'],
      explains: ['agent-cloned'],
      nextTest:
        'Is it every sign-in of one server (its key), or part of those of one id, from a renewal ' +
        'on (a clone)?',
      fix: REINSTALL,
      sources: ['ED-TS'],
    },
    (server, signs) => sayLostKey(server, signs),
    (signs, found) => (found.some((server) => sayDeleted(server, signs)) ? WEAK : STRONG),
  ),
  serverCause(
    {
      id: 'agent-cloned',
      link: 'certificate',
      title: 'Two machines run with the same agent identity',
      brings: [0, 80011],
      seenBy: ['agent-host', 'event-log'],
      explains: ['agent-slow', 'late-answers', 'queue-lost', 'asymmetric-sites', 'renewal-refused'],
      nextTest: 'The instance id in the registry of every server: two of them are the same.',
      fix: 'Switch the copy off, then install and register both again. Agents must not be cloned.',
      sources: ['ED-QS', 'lab'],
    },
    (server, signs) => sayClone(server, signs),
    FAIR + 0.1,
  ),
];

function hasEnded({ host, hostAtMs }: ServerSigns): boolean {
  return host?.certificate !== undefined && host.certificate.notAfterMs <= hostAtMs;
}

function sayEnd(server: ServerSigns, signs: Signs): string | undefined {
  const { name, host, hostAtMs } = server;
  const end = host?.certificate?.notAfterMs;
  if (end === undefined || host?.agentService === 'absent') return undefined;
  const ended = new Date(end).toISOString().slice(0, 16).replace('T', ' ');
  const listed = listedAs(signs, server) ? '' : '; the agent is not on the list any more';
  if (end <= hostAtMs) return `${name}: the certificate ended ${ended} UTC${listed}`;
  const { notBeforeMs } = host?.certificate ?? { notBeforeMs: end };
  // Renewal is due in the last part of a life, and takes hours, not weeks.
  const due = 0.95 * Math.min(TIMINGS.renewalWindowMs.value, (end - notBeforeMs) / 2);
  return end - hostAtMs < due
    ? `${name}: the certificate ends ${ended} UTC and should have been renewed`
    : undefined;
}

/** Without its key an agent that runs fails at passwords; one that started again, at the cloud. */
function sayDeleted(server: ServerSigns, signs: Signs): string | undefined {
  const { name, host } = server;
  const rows = signs.rows?.filter(
    ({ agentId }) => agentId !== null && agentId === host?.instanceId,
  );
  // A way that is closed explains that it does not reach the cloud.
  const isOpen = server.path?.cloud.every(({ obstacle }) => obstacle === null) ?? true;
  const isAnswering = rows?.some(({ errorCode }) => [80010, 80011].includes(errorCode));
  return hasLogged(server, EVENTS.cloudUnreachable.id) && isOpen && !isAnswering
    ? `${name}: no key for its certificate, and it does not reach the cloud since`
    : undefined;
}

function isDeleted(server: ServerSigns, signs: Signs): boolean {
  return server.host?.certificate === undefined || sayDeleted(server, signs) !== undefined;
}

function hasLostCloud(signs: Signs): boolean {
  return signs.servers.some((server) => hasLogged(server, EVENTS.cloudUnreachable.id));
}

function sayLostKey(server: ServerSigns, signs: Signs): string | undefined {
  const { name, host } = server;
  if (host?.certificate?.hasPrivateKey === false) return `${name}: its key is not there any more`;
  const codes = [80010, 80011];
  const rows = signs.rows?.filter(
    ({ agentId }) => agentId !== null && agentId === host?.instanceId,
  );
  // Newest first: since the first that was lost there is none that was not.
  const lost = rows?.filter(({ errorCode }) => codes.includes(errorCode)) ?? [];
  const isSince = rows?.slice(0, lost.length).every(({ errorCode }) => codes.includes(errorCode));
  if (lost.length > 1 && isSince) {
    return `${name}: the last ${lost.length} sign-ins of this agent could not be decrypted`;
  }
  const logged = [EVENTS.undecryptable.id, EVENTS.keyUnavailable.id];
  const failing = failedSignIns(signs).some(({ result }) => codes.includes(Number(result)));
  const isLogged = logged.some((id) => hasLogged(server, id));
  return isLogged && failing ? `${name}: it could not open its key or a password` : undefined;
}

function sayClone(server: ServerSigns, signs: Signs): string | undefined {
  const { name, host } = server;
  const twins = signs.servers.filter(
    (other) => other !== server && host?.instanceId && other.host?.instanceId === host.instanceId,
  );
  if (twins.length > 0) return `${name} has the instance id of ${twins[0]?.name}`;
  const rows = signs.rows?.filter(
    ({ agentId }) => agentId !== null && agentId === host?.instanceId,
  );
  const undecryptable = rows?.filter(({ errorCode }) => errorCode === 80011) ?? [];
  if (undecryptable.length > 0 && undecryptable.length < (rows?.length ?? 0)) {
    return `${name}: ${undecryptable.length} of ${rows?.length} sign-ins found no value for its key`;
  }
  return hasLogged(server, EVENTS.keyNotFound.id)
    ? `${name}: requests held no value for its key`
    : undefined;
}
