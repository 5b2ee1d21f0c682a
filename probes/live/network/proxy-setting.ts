/**
 * The proxy that the environment names, in the usual way. A PAC file is a program in JavaScript and
 * is not run: whoever has only that names the proxy it leads to.
 */
import { LabError } from '../../../runtime/lab-error.ts';
import { isLoopback } from '../loopback.ts';

export interface ProxySetting {
  proxy: URL;
  /** Names, and endings with a dot in front, that are reached without it; `*`: all. */
  except: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws LabError `PROBE_PROXY` on an address that is none of a proxy. */
export function readProxySetting(environment: Environment): ProxySetting | undefined {
  const { HTTPS_PROXY, https_proxy = HTTPS_PROXY, NO_PROXY, no_proxy = NO_PROXY } = environment;
  if (!https_proxy) return undefined;
  const except = (no_proxy ?? '').split(/[\s,]+/).filter((name) => name !== '');
  return { proxy: parseProxy(https_proxy, 'HTTPS_PROXY'), except };
}

/** `where`: what the person wrote it in. */
export function parseProxy(text: string, where: string): URL {
  const whole = text.includes('://') ? text : `http://${text}`;
  const url = URL.canParse(whole) ? new URL(whole) : undefined;
  if (url?.protocol !== 'http:' || url.hostname === '') {
    const sentence = `${where}: expected http://host:port of a proxy, got "${withoutSecret(text)}".`;
    throw new LabError('PROBE_PROXY', sentence);
  }
  if (url.username !== '' || url.password !== '') {
    const sentence =
      `${where}: expected a proxy that asks for no credentials, got a user name in its address: ` +
      'agents cannot use such a proxy, so the probe does not either.';
    throw new LabError('PROBE_PROXY', sentence);
  }
  return url;
}

/** Loopback is never behind a proxy. */
export function isExcepted({ hostname }: URL, except: readonly string[]): boolean {
  if (isLoopback(hostname)) return true;
  return except.some((entry) => {
    const name = entry.replace(/^\*?\.?/, '.');
    return entry === '*' || `.${hostname}`.endsWith(name);
  });
}

function withoutSecret(text: string): string {
  // To the last @: a password that was not encoded may hold one, or a slash.
  return text.replace(/^(\w+:\/\/)?.*@/s, '$1…@');
}
