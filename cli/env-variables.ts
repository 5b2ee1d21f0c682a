/**
 * The variables that lead other programs to a running lab, and how each shell is told them. They
 * say where the lab is and whom to trust; no password is among them.
 */
import { HOSTS } from '../protocol/hosts.ts';
import type { RunningLab } from './running-lab.ts';

export const SHELLS = ['sh', 'fish', 'powershell'] as const;
export type Shell = (typeof SHELLS)[number];

const REAL_AUTHORITY = `https://${HOSTS.signIn}`;
const REAL_GRAPH = `https://${HOSTS.graph}`;

export interface EnvOptions {
  /** Programs are told Microsoft's own names; the lab must have been started for that. */
  realNames: boolean;
}

export function environmentOf(
  lab: RunningLab,
  { realNames }: EnvOptions,
): Readonly<Record<string, string>> {
  const { tenantId, clientId, control, proxy } = lab;
  const ownFile = lab.proxyCaFile ?? lab.caFile;
  const bundle = lab.bundleFile ?? ownFile;
  const authority = realNames ? `${REAL_AUTHORITY}/${tenantId}` : lab.authority;
  return {
    AZURE_AUTHORITY_HOST: new URL(authority).origin,
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: clientId,
    PTA_LAB_AUTHORITY: authority,
    PTA_LAB_GRAPH: realNames ? REAL_GRAPH : lab.graph,
    PTA_LAB_CONTROL: control,
    // Node adds these to its roots; the others take theirs from the one file.
    NODE_EXTRA_CA_CERTS: ownFile,
    REQUESTS_CA_BUNDLE: bundle,
    SSL_CERT_FILE: bundle,
    CURL_CA_BUNDLE: bundle,
    ...(proxy !== undefined && {
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      NO_PROXY: '127.0.0.1,::1',
      no_proxy: '127.0.0.1,::1',
      // Node's own fetch looks at the two above only if told to.
      NODE_USE_ENV_PROXY: '1',
      PTA_LAB_PROXY: proxy,
    }),
  };
}

export function renderEnvironment(
  variables: Readonly<Record<string, string>>,
  shell: Shell,
): string {
  return Object.entries(variables)
    .map(([name, value]) => `${RENDER[shell](name, value)}\n`)
    .join('');
}

/** Single quotes in all three: nothing in a value is expanded. */
const RENDER: Readonly<Record<Shell, (name: string, value: string) => string>> = {
  sh: (name, value) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
  fish: (name, value) =>
    `set -gx ${name} '${value.replaceAll('\\', '\\\\').replaceAll("'", `\\'`)}'`,
  powershell: (name, value) => `$env:${name} = '${value.replaceAll("'", "''")}'`,
};
