/**
 * One name and port, as far as TCP and TLS go, or one plain GET. Nothing here sends a credential, a
 * cookie, a body or a client certificate, and every connection is a new one: what an agent still
 * holds open says nothing of how the path is now.
 */
import type { AgentEndpoint } from '../../protocol/agent-endpoints.ts';
import { LAB_SUFFIX } from '../../protocol/hosts.ts';
import { hasPublicRoot, LAB_ROOT, PUBLIC_ROOTS } from '../../protocol/public-roots.ts';
import { PROBE_USER_AGENT } from '../../protocol/user-agent.ts';
import type { Call, HttpResponse, Outcome, Peer } from '../../runtime/ports.ts';
import type { Certificate } from '../../runtime/x509.ts';
import type { Reach, SeenChain } from '../observations.ts';
import type { ProbeContext } from '../probe.ts';

/** `from` without what a stranger does not have, and never over a connection that is kept. */
export function strangerCall({ from, timeoutMs }: ProbeContext): Call {
  const { identity: _, ...vantage } = from;
  return { from: vantage, timeoutMs, fresh: true };
}

export async function observeReach(context: ProbeContext, place: Place): Promise<Reach> {
  const { host, port, purpose } = place;
  return { host, port, purpose, ...(await look(context, place)) };
}

export interface Place extends Pick<AgentEndpoint, 'host' | 'port' | 'speaks' | 'path'> {
  purpose: Reach['purpose'];
}

type Seen = Pick<Reach, 'phaseMs' | 'outcome'>;

async function look(context: ProbeContext, place: Place): Promise<Seen> {
  const { host, port, speaks, path = '/' } = place;
  const call = strangerCall(context);
  if (speaks === 'http') {
    const answer = await getPlainly(context, `http://${withPort(host, port, 80)}${path}`);
    return seen(answer, context, answer.ok ? { status: answer.value.status } : {});
  }
  // Without TLS: the scheme only says so, nothing is sent.
  const scheme = speaks === 'tls' ? 'https' : 'http';
  return seen(await context.network.examine(`${scheme}://${host}:${port}`, call), context, {});
}

export function getPlainly(context: ProbeContext, url: string): Promise<Outcome<HttpResponse>> {
  const headers = { accept: '*/*', 'user-agent': PROBE_USER_AGENT };
  return context.network.request({ method: 'GET', url, headers, body: '' }, strangerCall(context));
}

function seen(outcome: Outcome<unknown>, { from }: ProbeContext, extra: { status?: number }): Seen {
  const { phaseMs } = outcome;
  const tls = describeChain(outcome.peer, from.trust, outcome.ok);
  if (outcome.ok) return { phaseMs, outcome: { ok: true, tls, ...extra } };
  const { failure, at } = outcome;
  return { phaseMs, outcome: { ok: false, failure, at, tls } };
}

/** Null: no certificate was shown. */
export function describeChain(
  peer: Peer | undefined,
  trust: readonly Certificate[],
  holds: boolean,
): SeenChain | null {
  if (!peer?.tls) return null;
  const { version, servername, chain } = peer.tls;
  const [leaf, last] = [chain[0], chain.at(-1)];
  if (!leaf || !last) return null;
  return {
    version,
    subject: leaf.subject || (leaf.dnsNames[0] ?? ''),
    issuer: last.issuer || last.subject,
    notBeforeMs: leaf.notBeforeMs,
    notAfterMs: leaf.notAfterMs,
    isExpectedRoot: isExpectedRoot(servername, last, trust, holds),
    // No client of ours can tell: a request for one looks like none to whoever has none.
    clientCertificate: 'unknown',
  };
}

function isExpectedRoot(
  name: string,
  last: Certificate,
  trust: readonly Certificate[],
  holds: boolean,
): boolean {
  if (isLabName(name)) {
    const isOurs = trust.some(({ thumbprint }) => thumbprint === last.thumbprint);
    return isOurs && last.subject === LAB_ROOT;
  }
  // Controllers have certificates of the company's own: to hold is all that can be asked.
  if (!hasPublicRoot(name)) return holds;
  if (PUBLIC_ROOTS.some(({ thumbprint }) => thumbprint === last.thumbprint)) return true;
  // A root that the machine does not know is not sent either: its name is all that is left.
  return (
    last.issuer !== last.subject && PUBLIC_ROOTS.some(({ name: root }) => root === last.issuer)
  );
}

export function isLabName(host: string): boolean {
  return host.endsWith(`.${LAB_SUFFIX}`);
}

function withPort(host: string, port: number, usual: number): string {
  return port === usual ? host : `${host}:${port}`;
}
