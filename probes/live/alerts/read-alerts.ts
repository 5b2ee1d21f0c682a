/**
 * The section `alerts` of a file of probes: what its schema cannot say, and the settings in our own
 * units. Secrets stay references.
 */
import { parseDuration } from '../../../runtime/duration.ts';
import type { Problem } from '../../../runtime/yaml/problem.ts';
import { ALERT_DEFAULTS, type AlertRules, type Severity } from '../../alerts/alert-rules.ts';
import type { SecretRef } from '../../target.ts';
import { absolute } from '../config/absolute.ts';
import { isLoopback } from '../loopback.ts';
import type { AlertSettings, Channel, EmailChannel } from './alert-settings.ts';

export interface AlertsDescription {
  rules?: Partial<Omit<AlertRules, 'agents' | 'repeatMs' | 'burnFast' | 'burnSlow'>> & {
    burnFast?: Partial<AlertRules['burnFast']>;
    burnSlow?: Partial<AlertRules['burnSlow']>;
    agents?: Partial<Omit<AlertRules['agents'], 'windowMs'>> & { window?: string };
    repeat?: string;
  };
  channels: Readonly<Record<string, ChannelDescription>>;
}

export interface ChannelDescription {
  kind: Channel['kind'];
  only?: Severity;
  url?: SecretRef;
  authorization?: SecretRef;
  routingKey?: SecretRef;
  /** `smtp.contoso.example:587` */
  server?: string;
  tls?: NonNullable<EmailChannel['tls']>;
  from?: string;
  to?: readonly string[];
  user?: string;
  password?: SecretRef;
}

type Key = Exclude<keyof ChannelDescription, 'kind' | 'only'>;

const KEYS: Readonly<
  Record<Channel['kind'], { required: readonly Key[]; optional: readonly Key[] }>
> = {
  webhook: { required: ['url'], optional: ['authorization'] },
  slack: { required: ['url'], optional: [] },
  teams: { required: ['url'], optional: [] },
  pagerduty: { required: ['routingKey'], optional: ['url'] },
  alertmanager: { required: ['url'], optional: ['authorization'] },
  email: { required: ['server', 'from', 'to'], optional: ['tls', 'user', 'password'] },
};

/** Of a description whose form is right. */
export function findWrongAlerts(alerts: AlertsDescription | undefined): Problem[] {
  return Object.entries(alerts?.channels ?? {}).flatMap(([name, channel]) =>
    findWrongChannel(['alerts', 'channels', name], channel),
  );
}

function findWrongChannel(path: Problem['path'], channel: ChannelDescription): Problem[] {
  const { kind, only: _, ...rest } = channel;
  const { required, optional } = KEYS[kind];
  const missing = required.filter((key) => rest[key] === undefined);
  const strange = (Object.keys(rest) as Key[]).filter(
    (key) => !required.includes(key) && !optional.includes(key),
  );
  const isHalf = kind === 'email' && (rest.user === undefined) !== (rest.password === undefined);
  const isOpen = rest.tls === 'none' && !isLoopback(splitServer(rest.server ?? '').host);
  return [
    ...missing.map((key) => ({
      path,
      text: `expected the key "${key}" of a channel of kind ${kind}, which is missing`,
    })),
    ...strange.map((key) => ({
      ...{ path, key },
      text: `expected none but ${[...required, ...optional].join(', ')}, got "${key}"`,
    })),
    ...(isHalf ? [{ path, text: 'expected both "user" and "password", or neither' }] : []),
    ...(isOpen
      ? [{ path, text: 'expected "starttls" or "implicit": "none" is for a server on loopback' }]
      : []),
  ];
}

export function readAlerts({ rules, channels }: AlertsDescription, folder: string): AlertSettings {
  const read = Object.entries(channels).map(([name, channel]) => {
    return [name, readChannel(channel, folder)] as const;
  });
  return { rules: readRules(rules ?? {}), channels: Object.fromEntries(read) };
}

function readRules({
  repeat,
  agents,
  burnFast,
  burnSlow,
  ...plain
}: NonNullable<AlertsDescription['rules']>): AlertRules {
  const { window, ...ofAgents } = agents ?? {};
  return {
    ...ALERT_DEFAULTS,
    ...plain,
    burnFast: { ...ALERT_DEFAULTS.burnFast, ...burnFast },
    burnSlow: { ...ALERT_DEFAULTS.burnSlow, ...burnSlow },
    agents: {
      ...ALERT_DEFAULTS.agents,
      ...ofAgents,
      ...(window !== undefined && { windowMs: parseDuration(window) }),
    },
    ...(repeat !== undefined && { repeatMs: parseDuration(repeat) }),
  };
}

/** What the kind requires is there: `findWrongAlerts` said so. */
function readChannel(channel: ChannelDescription, folder: string): Channel {
  const { server, ...rest } = channel;
  const secrets = (['url', 'authorization', 'routingKey', 'password'] as const).flatMap((key) => {
    const ref = rest[key];
    return ref === undefined ? [] : [[key, absolute(ref, folder)] as const];
  });
  const at = server === undefined ? {} : splitServer(server);
  return { ...rest, ...at, ...Object.fromEntries(secrets) } as Channel;
}

const SUBMISSION_PORT = 587;

function splitServer(server: string): Pick<EmailChannel, 'host' | 'port'> {
  const [, host = server, port] = /^(.*?)(?::(\d+))?$/.exec(server) ?? [];
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? SUBMISSION_PORT) };
}
