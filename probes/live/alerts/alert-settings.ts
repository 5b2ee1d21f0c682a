/**
 * Who is told, and of what, as the file of probes says. Addresses of webhooks are secrets: whoever
 * has one can write to the channel.
 */
import type { AlertRules, Severity } from '../../alerts/alert-rules.ts';
import type { SecretRef } from '../../target.ts';

export interface AlertSettings {
  rules: AlertRules;
  channels: Readonly<Record<string, Channel>>;
}

export type Channel = { only?: Severity } & (
  | { kind: 'webhook'; url: SecretRef; authorization?: SecretRef }
  | { kind: 'slack'; url: SecretRef }
  | { kind: 'teams'; url: SecretRef }
  | { kind: 'pagerduty'; routingKey: SecretRef; url?: SecretRef }
  | { kind: 'alertmanager'; url: SecretRef; authorization?: SecretRef }
  | EmailChannel
);

export interface EmailChannel {
  kind: 'email';
  host: string;
  port: number;
  /** `none`: loopback only. Default: `starttls`, and nothing is sent without it. */
  tls?: 'starttls' | 'implicit' | 'none';
  from: string;
  to: readonly string[];
  user?: string;
  password?: SecretRef;
}
