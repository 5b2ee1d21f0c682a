/**
 * Where an agent and its installer call, as documented (fact sheet 1.3, 3.2). Worker, region and
 * namespace labels of a real tenant are told to its agents only: without a namespace nobody can
 * look at signalling, and that is not a failure.
 */
import { isPreview } from './agent-versions.ts';
import { CLOUDS, type SovereignCloud } from './clouds.ts';
import { CLOUD_PORTS, HOSTS, labHost } from './hosts.ts';
import type { Basis, SourceId } from './sources.ts';

export interface AgentEndpoint {
  host: string;
  port: number;
  purpose:
    | 'sign-in'
    | 'registration'
    | 'bootstrap'
    | 'signalling'
    | 'connector'
    | 'revocation'
    | 'status'
    | 'legacy';
  /** `tcp`: a connection is all there is to see. */
  speaks: 'tls' | 'http' | 'tcp';
  /** Of an `http` one. */
  path?: string;
  basis: Basis;
  sources: readonly SourceId[];
}

export interface EndpointQuestion {
  tenantId: string;
  cloud: SovereignCloud;
  isLab: boolean;
  /** A namespace, or the whole name of one. */
  servicebus?: string;
  agentVersion?: string;
}

/** ED-QS; what answers OCSP takes a GET too. */
const REVOCATION_HOSTS = [
  'crl3.digicert.com',
  'crl4.digicert.com',
  'ocsp.digicert.com',
  'www.d-trust.net',
  'root-c3-ca2-2009.ocsp.d-trust.net',
  'crl.microsoft.com',
  'oneocsp.microsoft.com',
  'ocsp.msocsp.com',
];

/** ED-GOV. */
const REVOCATION_HOSTS_GOVERNMENT = [
  'mscrl.microsoft.us',
  'crl.microsoft.us',
  'ocsp.msocsp.us',
  'www.microsoft.com',
];

/** Of the preview (ED-FAQ), beside 8080, which has a use of its own today. Hosts: assumed. */
const LEGACY_PORTS = {
  servicebus: [5671, 9350, 9352],
  bootstrap: [9090, 9091, ...Array.from({ length: 21 }, (_, at) => 10_100 + at)],
};

export const LEGACY_PORTS_ALL: readonly number[] = Object.values(LEGACY_PORTS).flat();

const DOCUMENTED = { basis: 'documented', sources: ['ED-QS'] } as const;
const OBSERVED = { basis: 'observed', sources: ['AAI', 'WHO'] } as const;
const ASSUMED = { basis: 'assumed', sources: ['ED-FAQ', 'lab'] } as const;

export function agentEndpoints(question: EndpointQuestion): readonly AgentEndpoint[] {
  return question.isLab ? labEndpoints(question) : realEndpoints(question);
}

function labEndpoints({ tenantId, agentVersion }: EndpointQuestion): readonly AgentEndpoint[] {
  const bootstrap = labHost(HOSTS.bootstrap(tenantId));
  const signalling = labHost(HOSTS.signalling);
  return [
    tls('sign-in', labHost(HOSTS.signIn), DOCUMENTED),
    tls('registration', labHost(HOSTS.registration(tenantId)), OBSERVED),
    tls('bootstrap', bootstrap, OBSERVED),
    tls('signalling', signalling, OBSERVED),
    tls('connector', labHost(HOSTS.connector), OBSERVED),
    plain('revocation', labHost(HOSTS.revocation), '/lab.crl'),
    status(bootstrap),
    ...legacy(agentVersion, bootstrap, signalling),
  ];
}

function realEndpoints(question: EndpointQuestion): readonly AgentEndpoint[] {
  const { tenantId, cloud, servicebus, agentVersion } = question;
  const { signIn, agentHosts } = CLOUDS[cloud];
  const names = [signIn, ...(cloud === 'public' ? ['login.windows.net'] : [])];
  const signIns = names.map((host) => tls('sign-in', host, DOCUMENTED));
  if (agentHosts === null) return signIns;
  const [agents = '', buses = ''] = agentHosts.map((pattern) => pattern.slice(1));
  const bootstrap = `${tenantId}.pta.bootstrap.his${agents}`;
  const signalling =
    servicebus === undefined || servicebus.includes('.') ? servicebus : `${servicebus}${buses}`;
  // Names of another cloud than the public one: the same labels under its domain, assumed.
  const known = cloud === 'public' ? OBSERVED : ASSUMED;
  const revocation = cloud === 'public' ? REVOCATION_HOSTS : REVOCATION_HOSTS_GOVERNMENT;
  return [
    ...signIns,
    tls('registration', `${tenantId}.registration${agents}`, known),
    tls('bootstrap', bootstrap, known),
    ...(signalling === undefined ? [] : [tls('signalling', signalling, known)]),
    ...revocation.map((host) => plain('revocation', host, '/')),
    status(bootstrap),
    ...legacy(agentVersion, bootstrap, signalling),
  ];
}

type Known = Pick<AgentEndpoint, 'basis' | 'sources'>;

function tls(purpose: AgentEndpoint['purpose'], host: string, known: Known): AgentEndpoint {
  return { purpose, host, port: CLOUD_PORTS.https, speaks: 'tls', ...known };
}

function plain(purpose: AgentEndpoint['purpose'], host: string, path: string): AgentEndpoint {
  return { purpose, host, port: CLOUD_PORTS.revocation, speaks: 'http', path, ...DOCUMENTED };
}

/** That it is the bootstrap host which takes the report is the lab's guess. */
function status(host: string): AgentEndpoint {
  return { purpose: 'status', host, port: CLOUD_PORTS.status, speaks: 'tcp', ...ASSUMED };
}

function legacy(
  version: string | undefined,
  bootstrap: string,
  signalling: string | undefined,
): readonly AgentEndpoint[] {
  if (version === undefined || !isPreview(version)) return [];
  const at = (host: string, ports: readonly number[]): AgentEndpoint[] =>
    ports.map((port) => ({ purpose: 'legacy', host, port, speaks: 'tcp', ...ASSUMED }));
  const buses = signalling === undefined ? [] : at(signalling, LEGACY_PORTS.servicebus);
  return [...buses, ...at(bootstrap, LEGACY_PORTS.bootstrap)];
}
