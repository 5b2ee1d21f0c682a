/**
 * The domain controllers as the servers reach them: each is judged from every server that tried,
 * because a closed way and a dead controller look the same from one place.
 */
import type { ServerSigns, Signs } from './signs.ts';

export interface ControllerView {
  server: string;
  site: string | null;
  host: string;
  /** `silent`: it takes connections and answers nothing. */
  state: 'well' | 'slow' | 'silent' | 'gone';
  text: string;
  /** Win32 code of a bind, where one was made. */
  result: number | null;
  /** Its clock against that of the cloud, either way. */
  clockOffsetMs: number | null;
}

/** A bind takes milliseconds. */
const SLOW_BIND_MS = 1_000;

export function viewControllers({ servers }: Signs): readonly ControllerView[] {
  return servers.flatMap(viewFrom);
}

function viewFrom(server: ServerSigns): readonly ControllerView[] {
  const { controllers } = server.preflight ?? {};
  const hosts = new Set([
    ...(controllers?.reaches.map(({ host }) => host) ?? []),
    ...(controllers?.rootDse.map(({ host }) => host) ?? []),
    ...(server.directory?.controllers.map(({ host }) => host) ?? []),
  ]);
  return [...hosts].map((host) => viewOne(server, host));
}

function viewOne(server: ServerSigns, host: string): ControllerView {
  const { preflight, directory, name, site } = server;
  const reaches = preflight?.controllers.reaches.filter((reach) => reach.host === host) ?? [];
  const rootDse = preflight?.controllers.rootDse.find((entry) => entry.host === host);
  const bind = directory?.controllers.find((entry) => entry.host === host);
  const failed = reaches.find(({ port, outcome }) => !outcome.ok && port === 636) ?? reaches[0];
  const seen = { server: name, site, host, clockOffsetMs: offsetOf(server, rootDse?.offsetMs) };
  const result = typeof bind?.result === 'number' ? bind.result : null;
  const isGone =
    (failed !== undefined && !failed.outcome.ok && failed.outcome.at !== 'tls') ||
    (reaches.length === 0 && isFailure(bind?.result, ['refused', 'unreachable', 'reset']));
  if (isGone)
    return { ...seen, result, state: 'gone', text: `${host} is not reached from ${name}` };
  const isSilent =
    isFailure(bind?.result, ['timed-out']) ||
    rootDse?.failure?.includes('timed-out') ||
    (failed !== undefined && !failed.outcome.ok);
  if (isSilent) {
    return { ...seen, result, state: 'silent', text: `${host} answers nothing to ${name}` };
  }
  const tookMs = bind?.tookMs ?? 0;
  if (tookMs >= SLOW_BIND_MS) {
    const text = `a bind at ${host} from ${name} took ${Math.round(tookMs)} ms`;
    return { ...seen, result, state: 'slow', text };
  }
  return { ...seen, result, state: 'well', text: `${host} answers ${name}` };
}

function isFailure(result: number | string | undefined, failures: readonly string[]): boolean {
  return failures.some((failure) => result === `network:${failure}`);
}

function offsetOf({ preflight }: ServerSigns, offsetMs: number | null | undefined) {
  if (offsetMs === null || offsetMs === undefined) return null;
  // Both were compared with the machine’s clock, which may be the one that is off.
  return offsetMs - (preflight?.clockOffsetMs.cloud ?? 0);
}
