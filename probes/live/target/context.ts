/**
 * From a target to what a probe needs of it: the network as a stranger has it, its clock, its
 * accounts. Secrets are read here and nowhere earlier; whether a host may be sent one is asked
 * before that. A probe gets no account that it has no business with.
 */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { timingsWith } from '../../../protocol/timings.ts';
import { createRsaCrypto } from '../../../runtime/crypto/rsa.ts';
import { LabError } from '../../../runtime/lab-error.ts';
import { readText } from '../../../runtime/live/read-text.ts';
import { writeWhole } from '../../../runtime/live/write-whole.ts';
import { OPEN_SITE } from '../../../runtime/path.ts';
import { Secret } from '../../../runtime/secret.ts';
import { parseCertificate, readPem } from '../../../runtime/x509.ts';
import type { Administrator, Probe, ProbeContext } from '../../probe.ts';
import type { BrowserPort, KnownTenant, ServerPort, SiteKnowledge } from '../../probe-ports.ts';
import type { Target, TargetAccount } from '../../target.ts';
import { type Named, namedIn } from '../redact.ts';
import { readSecret } from '../secrets.ts';
import { refuseForeignHosts } from './allowed-hosts.ts';
import { keepToTarget } from './keep-to-target.ts';
import { readOffset } from './lab-control.ts';
import { openNetwork } from './open-network.ts';

export type Asking = Pick<
  Probe<unknown, unknown>,
  'id' | 'signsInAs' | 'standsOn' | 'failsOnPurpose'
>;

export interface ContextOptions {
  correlationId: string;
  nowMs(): number;
  timeoutMs?: number;
  lookBackMs?: number;
  browser?: BrowserPort;
  server?: ServerPort;
}

/** With all that was read, so that whoever keeps what came can look for it. */
export interface TargetContext extends AsyncDisposable, Named {
  context: ProbeContext;
}

/** @throws LabError `TARGET_…` if the target is not allowed, lacks an account or a secret. */
export async function createContext(
  target: Target,
  probe: Asking,
  options: ContextOptions,
): Promise<TargetContext> {
  refuseForeignHosts(target);
  const account = await readAccount(target, probe);
  const administrator = await readAdministrator(target, probe);
  const totpSecret = await readTotp(target, probe);
  const caPem = readCa(target, 'caFile', target.caFile);
  const directoryPem = readCa(target, 'directory.caFile', target.directory?.caFile);
  const offsetMs =
    target.control === undefined ? 0 : await readOffset(target.control, options.nowMs());
  const isOpen = probe.signsInAs === 'nobody' && probe.standsOn !== undefined;
  const { network, proxied } = openNetwork({ lab: caPem, directory: directoryPem, isOpen });
  const context: ProbeContext = {
    ...knownOf(target),
    network: keepToTarget(network, target),
    account,
    clock: { nowMs: () => options.nowMs() + offsetMs, sleep: (durationMs) => sleep(durationMs) },
    crypto: createRsaCrypto(),
    from: {
      ...{ component: 'prober', site: OPEN_SITE, trust: trustOf(caPem) },
      ...(proxied && { proxied }),
    },
    correlationId: options.correlationId,
    timeoutMs: options.timeoutMs ?? timingsWith().probeTimeoutMs,
    ...(options.lookBackMs !== undefined && { lookBackMs: options.lookBackMs }),
    ...(administrator && { administrator }),
    ...(totpSecret && { totpSecret }),
    ...(options.server && { server: options.server }),
    ...(options.browser && { browser: options.browser }),
  };
  return {
    ...{ context, ...namedIn(context) },
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  };
}

/** What the configuration says of the target itself. */
function knownOf(target: Target): KnownTenant & Pick<ProbeContext, 'directoryPolicy'> {
  const { cloud, authority, graph, tenantId, clientId } = target;
  const { inventory, directory, browserApp } = target;
  const site = siteOf(target);
  return {
    ...{ cloud, authority, graph, tenantId, clientId },
    ...(inventory && { inventory }),
    ...(site && { site }),
    ...(directory?.policy && { directoryPolicy: directory.policy }),
    ...(browserApp && { browserApp }),
  };
}

const NOBODY = { userName: '', password: new Secret('') };

async function readAccount(target: Target, { id, signsInAs }: Asking) {
  if (signsInAs === 'nobody' && id !== 'directory') return NOBODY;
  const { administrator } = target;
  const byToken = administrator !== undefined && 'refreshToken' in administrator;
  if (signsInAs === 'cloudOnly' && byToken) return NOBODY;
  const [key, account] = accountFor(target, id, signsInAs);
  if (account === undefined) {
    throw new LabError(
      'TARGET_ACCOUNT',
      `targets.${target.name}.${key}: expected an account, because probe "${id}" signs in.`,
    );
  }
  return openAccount(account, `targets.${target.name}.${key}.password`);
}

/** A tenant's administrator who comes with a refresh token signs in nowhere. */
function accountFor(
  { account, cloudOnly, administrator, directory }: Target,
  id: string,
  signsInAs: Asking['signsInAs'],
): [key: string, TargetAccount | undefined] {
  if (id === 'directory') return ['directory.account', directory?.account ?? account];
  if (signsInAs === 'healthy') return ['account', account];
  if (cloudOnly !== undefined) return ['cloudOnly', cloudOnly];
  const byPassword = administrator && 'password' in administrator ? administrator : undefined;
  return ['administrator', byPassword];
}

/** Controllers may be named in both places; those of the directory's own entry win. */
function siteOf({ name, site, directory }: Target): SiteKnowledge | undefined {
  if (directory === undefined) return site;
  const { domain: directoryDomain, urls } = directory;
  const controllers = urls.map((url) => new URL(url).hostname);
  return { proxy: 'none', name, ...site, directoryDomain, controllers };
}

async function readTotp({ name, totp }: Target, { id }: Asking) {
  if (totp === undefined || id !== 'browser-sign-in') return undefined;
  return readSecret(totp, `targets.${name}.totp`);
}

async function openAccount({ userName, password }: TargetAccount, what: string) {
  return { userName, password: await readSecret(password, what) };
}

/** For probes that read Graph: the agents, the log, or the row of their own failure. */
async function readAdministrator(
  { name, administrator }: Target,
  { signsInAs, failsOnPurpose }: Asking,
): Promise<Administrator | undefined> {
  const readsGraph = signsInAs === 'cloudOnly' || failsOnPurpose === true;
  if (administrator === undefined || !readsGraph) return undefined;
  const key = `targets.${name}.administrator`;
  if ('password' in administrator) return openAccount(administrator, `${key}.password`);
  const { refreshToken, keepIn } = administrator;
  const token = existsSync(keepIn)
    ? readSecret({ file: keepIn }, `${key}.keepIn`)
    : readSecret(refreshToken, `${key}.refreshToken`);
  return {
    refreshToken: await token,
    keep: (next: Secret) => keepToken(keepIn, next),
  };
}

/** Whole or not at all: a token that was replaced and then lost needs a person to sign in again. */
async function keepToken(file: string, next: Secret): Promise<void> {
  writeWhole(file, `${next.reveal()}\n`);
}

function readCa({ name }: Target, key: string, file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  const where = `targets.${name}.${key}: expected`;
  const text = readText(file, 'TARGET_CA', (got) => {
    return `${where} a file that can be read, got ${got} for "${file}".`;
  });
  // Trusting nobody would look like a cloud that nobody may trust.
  if (readPem('CERTIFICATE', text).length > 0) return text;
  throw new LabError('TARGET_CA', `${where} a certificate in PEM, got none in "${file}".`);
}

function trustOf(caPem: string | undefined) {
  return readPem('CERTIFICATE', caPem ?? '').map((der) => parseCertificate(der));
}
