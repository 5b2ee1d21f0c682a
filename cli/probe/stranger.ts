/**
 * A stranger's view of a running lab: plain HTTPS to the loopback address it printed, trusting its
 * CA file only, and the lab's clock as its control API tells it. Nothing is followed and nothing
 * tried again.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request as httpsRequest } from 'node:https';
import { createControlClient } from '../../lab/control/client.ts';
import type { Ready } from '../../lab/describe-ready.ts';
import type { Probe, ProbeContext } from '../../probes/probe.ts';
import { timingsWith } from '../../protocol/timings.ts';
import { createRsaCrypto } from '../../runtime/crypto/rsa.ts';
import { LabError } from '../../runtime/lab-error.ts';
import { failureOf } from '../../runtime/live/failure.ts';
import { OPEN_SITE } from '../../runtime/path.ts';
import type { Call, HttpRequest, HttpResponse, Outcome } from '../../runtime/ports.ts';
import { Secret } from '../../runtime/secret.ts';

/** What a probe needs of it. */
export type LabLine = Pick<
  Ready,
  'authority' | 'graph' | 'control' | 'caFile' | 'tenantId' | 'clientId' | 'accounts'
>;

/** @throws LabError `USAGE_LAB` if the text is not what `pta-lab up --json` prints. */
export function parseReady(file: string, text: string): LabLine {
  const wrong = (cause?: unknown) => {
    const sentence = `--lab: expected the line that "pta-lab up --json" prints in "${file}"`;
    return new LabError('USAGE_LAB', sentence, { cause });
  };
  try {
    const ready: Partial<Ready> = JSON.parse(text);
    const { authority, graph, control, caFile, tenantId, clientId, accounts } = ready;
    if (!authority || !graph || !control || !caFile) throw wrong();
    if (!tenantId || !clientId || !accounts) throw wrong();
    return { authority, graph, control, caFile, tenantId, clientId, accounts };
  } catch (error) {
    throw error instanceof LabError ? error : wrong(error);
  }
}

export async function createStrangerContext(
  ready: LabLine,
  signsInAs: Probe<unknown, unknown>['signsInAs'],
): Promise<ProbeContext> {
  const account = ready.accounts[signsInAs];
  if (account === undefined) {
    throw new LabError('USAGE_LAB', `--lab: expected an account "${signsInAs}" among its accounts`);
  }
  const { authority, graph, tenantId, clientId } = ready;
  const offsetMs =
    (await createControlClient(ready.control, process.env.PTA_LAB_CONTROL_TOKEN).nowMs()) -
    Date.now();
  const certificateAuthority = readFileSync(ready.caFile, 'utf8');
  return {
    ...{ authority, graph, tenantId, clientId },
    network: { request: (asked, call) => send(asked, call, certificateAuthority) },
    clock: { nowMs: () => Date.now() + offsetMs },
    crypto: createRsaCrypto(),
    from: { component: 'prober', site: OPEN_SITE, trust: [] },
    correlationId: randomUUID(),
    account: { userName: account.userName, password: new Secret(account.password) },
    timeoutMs: timingsWith().probeTimeoutMs,
  };
}

function send(
  { method, url, headers, body }: HttpRequest,
  { timeoutMs }: Call,
  ca: string,
): Promise<Outcome<HttpResponse>> {
  const startMs = performance.now();
  const spent = () => ({ exchange: Math.round(performance.now() - startMs) });
  return new Promise((resolve, reject) => {
    const request = httpsRequest(url, { method, headers, ca, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', (error) => request.destroy(error));
      response.on('end', () => {
        const { statusCode: status = 0 } = response;
        const text = Buffer.concat(parts).toString('utf8');
        const value = { status, headers: textHeaders(response.headers), body: text };
        resolve({ ok: true, value, phaseMs: spent() });
      });
    });
    request.setTimeout(timeoutMs, () => request.destroy(timedOut()));
    request.on('error', (error) => {
      try {
        const at = 'exchange';
        resolve({ ok: false, failure: failureOf(error), at, phaseMs: spent() });
      } catch (trouble) {
        reject(trouble);
      }
    });
    request.end(body);
  });
}

function timedOut(): Error {
  return Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
}

function textHeaders(headers: Readonly<Record<string, string | string[] | undefined>>) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value ?? '')]),
  );
}
