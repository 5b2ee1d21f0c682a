/**
 * What is wrong with the applications of a tenant description beyond their form: redirect URIs that
 * no client could use, permissions that nobody exposes, credentials that come twice.
 */
import { LabError } from '../../runtime/lab-error.ts';
import { didYouMean } from '../../runtime/yaml/nearest.ts';
import type { Path, Problem } from '../../runtime/yaml/problem.ts';
import { readCertificatePem } from './client-certificates.ts';
import { findTwice } from './find-twice.ts';
import {
  type ApplicationDescription,
  GRAPH_NAME,
  PROBE_NAME,
  type TenantDescription,
} from './tenant-description.ts';

type Applications = Readonly<Record<string, ApplicationDescription>>;

export function findWrongApplications({ applications = {} }: TenantDescription): Problem[] {
  const entries = Object.entries(applications);
  const secrets = entries.flatMap(([name, { secrets = [] }]) =>
    secrets.map(({ value }, at) => ({ path: secretPath(name, at), value })),
  );
  return [
    ...findTwice(entries.map(([name, { clientId }]) => [[...placeOf(name), 'clientId'], clientId])),
    ...findTwice(
      entries.map(([name, { exposes }]) => [
        [...placeOf(name), 'exposes', 'identifierUri'],
        exposes?.identifierUri,
      ]),
    ),
    ...secrets
      .filter(({ value }, at) =>
        secrets.slice(0, at).some((other) => other.value === value && value),
      )
      .map(({ path }) => ({ path, text: 'expected a secret of its own, got one that is taken' })),
    ...wrongProbe(applications[PROBE_NAME]),
    ...entries.flatMap(([name, application]) => [
      ...wrongRedirects(application, placeOf(name)),
      ...wrongCertificates(application, placeOf(name)),
      ...wrongPermissions(application, placeOf(name), applications),
    ]),
  ];
}

const placeOf = (name: string): Path => ['applications', name];
const secretPath = (name: string, at: number): Path => [...placeOf(name), 'secrets', at, 'value'];

/** It registers the agents with an administrator's password, and nobody is there to agree. */
function wrongProbe(probe: ApplicationDescription | undefined): Problem[] {
  const keys = (['publicClient', 'adminConsent'] as const).filter((key) => probe?.[key] === false);
  return keys.map((key) => ({
    path: [...placeOf(PROBE_NAME), key],
    text: 'expected the lab’s own client to be public and agreed to, got false',
  }));
}

function wrongRedirects({ redirectUris = {} }: ApplicationDescription, path: Path): Problem[] {
  return Object.entries(redirectUris).flatMap(([type, uris]) =>
    uris.flatMap((uri, at) => {
      const why = judgeRedirectUri(uri, type === 'native');
      return why
        ? [{ path: [...path, 'redirectUris', type, at], text: `${why}, got "${uri}"` }]
        : [];
    }),
  );
}

const SCRIPTS = ['javascript:', 'data:', 'vbscript:', 'file:', 'blob:', 'about:'];

/**
 * Much as an app registration refuses them; the list of schemes is the lab's own. Undefined if a
 * client can use it.
 */
function judgeRedirectUri(uri: string, native: boolean): string | undefined {
  const parsed = URL.parse(uri);
  if (!parsed || uri.trim() !== uri) return 'expected an absolute URI';
  const { protocol, hostname, hash, username, password } = parsed;
  if (hash || uri.endsWith('#')) return 'expected a redirect URI without a fragment';
  if (username || password) return 'expected a redirect URI without a user name';
  if (uri.includes('*')) return 'expected a redirect URI without a wildcard';
  if (SCRIPTS.includes(protocol)) return 'expected https, http on localhost, or a scheme of an app';
  if (protocol === 'https:') return undefined;
  if (protocol === 'http:') {
    const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
    return local ? undefined : 'expected https, or http on localhost';
  }
  return native ? undefined : 'expected https, or http on localhost';
}

function wrongCertificates({ certificates = [] }: ApplicationDescription, path: Path): Problem[] {
  return certificates.flatMap((certificate, at): Problem[] => {
    if (!('pem' in certificate)) return [];
    const why = judgePem(certificate.pem);
    return why ? [{ path: [...path, 'certificates', at, 'pem'], text: why }] : [];
  });
}

function judgePem(text: string): string | undefined {
  try {
    readCertificatePem(text);
    return undefined;
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
}

function wrongPermissions(
  { requiredPermissions = [] }: ApplicationDescription,
  path: Path,
  applications: Applications,
): Problem[] {
  const exposing = Object.keys(applications).filter((name) => applications[name]?.exposes);
  return requiredPermissions.flatMap(({ resource, scopes = [], roles = [] }, at): Problem[] => {
    if (resource === GRAPH_NAME) return [];
    const place = [...path, 'requiredPermissions', at];
    const exposes = Object.hasOwn(applications, resource) && applications[resource]?.exposes;
    if (!exposes) {
      const known = [GRAPH_NAME, ...exposing];
      const text = `expected graph or an application that exposes something, got "${resource}"`;
      return [{ path: [...place, 'resource'], text: `${text}${didYouMean(resource, known)}` }];
    }
    return [
      ...unexposed(scopes, exposes.scopes, [...place, 'scopes'], resource),
      ...unexposed(roles, exposes.roles, [...place, 'roles'], resource),
    ];
  });
}

function unexposed(
  asked: readonly string[],
  exposed: readonly string[] = [],
  path: Path,
  resource: string,
): Problem[] {
  return asked.flatMap((name, at) => {
    if (exposed.includes(name)) return [];
    const text = `expected a permission that ${resource} exposes, got "${name}"`;
    return [{ path: [...path, at], text: `${text}${didYouMean(name, exposed)}` }];
  });
}
