/**
 * One attempt to tell one channel. What comes back never quotes the address, which is a secret: a
 * status, or the kind of the error. No redirect is followed, because it would carry the notice, and
 * perhaps a key, to somebody the configuration does not name.
 */

import type { Secret } from '../../../runtime/secret.ts';
import type { Notice } from '../../alerts/alert-state.ts';
import { renderAlertmanager } from '../../alerts/messages/alertmanager.ts';
import { renderEmail } from '../../alerts/messages/email.ts';
import { renderPagerDuty } from '../../alerts/messages/pagerduty.ts';
import { renderSlack } from '../../alerts/messages/slack.ts';
import { renderTeams } from '../../alerts/messages/teams.ts';
import { renderWebhook } from '../../alerts/messages/webhook.ts';
import type { SecretRef } from '../../target.ts';
import { isLoopback } from '../loopback.ts';
import type { Channel, EmailChannel } from './alert-settings.ts';

export type ReadSecret = (ref: SecretRef, what: string) => Promise<Secret>;

/** `again`: it may work later. */
export type Sent = { ok: true } | { ok: false; why: string; again: boolean };

const TIMEOUT_MS = 10_000;
/** As PagerDuty documents it, for events of all accounts in the US; others give their own. */
const PAGERDUTY_URL = 'https://events.pagerduty.com/v2/enqueue';

/** `name`: of the channel, for the sentence of a missing secret. */
export async function sendNotice(
  name: string,
  channel: Channel,
  notice: Notice,
  repeatMs: number,
  readSecret: ReadSecret,
): Promise<Sent> {
  const secret = async (ref: SecretRef, key: string) =>
    (await readSecret(ref, `alerts.channels.${name}.${key}`)).reveal();
  switch (channel.kind) {
    case 'slack':
      return post(await secret(channel.url, 'url'), renderSlack(notice));
    case 'teams':
      return post(await secret(channel.url, 'url'), renderTeams(notice));
    case 'webhook': {
      const { url, authorization } = channel;
      const own = authorization && (await secret(authorization, 'authorization'));
      return post(await secret(url, 'url'), renderWebhook(notice), own);
    }
    case 'alertmanager': {
      const { url, authorization } = channel;
      const own = authorization && (await secret(authorization, 'authorization'));
      const address = (await secret(url, 'url')).replace(/\/+$/, '');
      const at = address.endsWith('/api/v2/alerts') ? address : `${address}/api/v2/alerts`;
      return post(at, renderAlertmanager(notice, repeatMs), own);
    }
    case 'pagerduty': {
      const { url, routingKey } = channel;
      const address = url ? await secret(url, 'url') : PAGERDUTY_URL;
      return post(address, renderPagerDuty(notice, await secret(routingKey, 'routingKey')));
    }
    case 'email': {
      const { password } = channel;
      return mail(channel, notice, password && (await secret(password, 'password')));
    }
  }
}

async function post(url: string, body: object, authorization?: string): Promise<Sent> {
  if (!isSafe(url)) {
    return { ok: false, why: 'expected an https address (http only on loopback)', again: false };
  }
  try {
    const {
      ok,
      status,
      body: rest,
    } = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authorization !== undefined && { authorization }),
      },
      body: JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await rest?.cancel();
    // A wrong address or key does not get right by waiting; a crowd and a fault of theirs do.
    const again = status >= 500 || status === 429 || status === 408;
    return ok ? { ok: true } : { ok: false, why: `it answered ${status}`, again };
  } catch (error) {
    return { ok: false, why: reasonOf(error), again: true };
  }
}

/**
 * Alertmanager inside a cluster is plain HTTP, and private: names without a dot, or private ones.
 */
function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  if (protocol === 'https:') return true;
  const isNear = isLoopback(hostname) || /\.(localhost|svc|svc\.cluster\.local)$/.test(hostname);
  return protocol === 'http:' && (isNear || !hostname.includes('.'));
}

async function mail(channel: EmailChannel, notice: Notice, password?: string): Promise<Sent> {
  const { host, port, tls = 'starttls', from, to, user } = channel;
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...{ host, port, secure: tls === 'implicit' },
    ...(tls === 'starttls' ? { requireTLS: true } : { ignoreTLS: true }),
    ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    ...{ connectionTimeout: TIMEOUT_MS, greetingTimeout: TIMEOUT_MS, socketTimeout: TIMEOUT_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  });
  try {
    await transport.sendMail({ from, to: [...to], ...renderEmail(notice) });
    return { ok: true };
  } catch (error) {
    return { ok: false, why: reasonOf(error), again: true };
  } finally {
    transport.close();
  }
}

/** The kind of an error and never its words, which quote addresses and answers. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'it could not be reached';
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
  return code === 'TimeoutError' ? `no answer within ${TIMEOUT_MS / 1_000} s` : code;
}
