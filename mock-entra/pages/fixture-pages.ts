/**
 * Every kind of page, with the same text in each place that somebody outside can fill. A kind or a
 * variant that is missing here is tested nowhere in this folder.
 */
import { createDice } from '../../runtime/dice.ts';
import { createVirtualClock } from '../../runtime/virtual/clock.ts';
import type { Page } from './page.ts';
import { type PageCloud, renderPage } from './render-page.ts';

export interface Texts {
  /** Chosen by people and applications. */
  text: string;
  withError: boolean;
}

export function createPages({ text, withError }: Texts): readonly Page[] {
  const flow = {
    flowToken: `sFT-${text}`,
    ctx: `sCtx-${text}`,
    canary: 'canary',
    tenantSegment: text,
    applicationName: text,
  };
  const error = withError && { error: { code: 50126, text: `Wrong. ${text}` } as const };
  const who = { ...flow, userName: text };
  const [otp, number] = [
    { method: 'PhoneAppOTP' },
    { method: 'PhoneAppNotification', number: '42' },
  ] as const;
  const expired = { ...who, ...error, kind: 'password-expired', text } as const;
  return [
    { ...who, ...error, kind: 'username' },
    { ...who, ...error, kind: 'password' },
    { ...flow, kind: 'pick-account', accounts: createAccounts(text) },
    { ...who, kind: 'keep-signed-in' },
    { ...who, ...error, kind: 'mfa', factor: otp },
    { ...who, ...error, kind: 'mfa', factor: number },
    { ...who, kind: 'consent', permissions: [text, 'Read your profile'], administrator: true },
    { ...expired, changeable: true },
    { ...expired, changeable: false },
    { ...flow, ...error, kind: 'device-code', userCode: text },
    { ...who, kind: 'device-confirm' },
    { ...flow, kind: 'device-done', approved: true },
    { ...flow, kind: 'device-done', approved: false },
    { ...flow, kind: 'form-post', action: APP, fields: { code: text, [`x${text}`]: text } },
    { ...flow, kind: 'signed-out', frontChannel: [`${APP}/out?sid=${text}`], continueUrl: APP },
    { ...flow, kind: 'error', code: 50011, text },
  ];
}

export const APP = 'https://app.example/signed-in';

function createAccounts(text: string) {
  return [
    { userName: text, displayName: text, signedIn: true },
    { userName: 'noah@contoso.example', displayName: 'Noah', signedIn: false },
  ];
}

export function nameOf(page: Page): string {
  if (page.kind === 'mfa') return `mfa ${page.factor.method}`;
  if (page.kind === 'password-expired') return `${page.kind} ${page.changeable}`;
  return page.kind === 'device-done' ? `${page.kind} ${page.approved}` : page.kind;
}

export const USER = 'mia@contoso.example';

/** A page as a browser gets it, without a flow behind it. */
export function renderLone(page: Page | undefined, cloud: PageCloud = createPageCloud()) {
  if (page === undefined) throw new Error('there is no such page');
  const [traceId, correlationId] = [cloud.ids.guid(), cloud.ids.guid()];
  return renderPage(cloud, { traceId, correlationId }, page);
}

export function createPageCloud(): PageCloud {
  return {
    clock: createVirtualClock(Date.UTC(2026, 0, 5, 8)),
    ids: createDice('pages'),
    tenant: { id: '0f7c1a52-9d7e-4d0c-8f55-6f3a9a1b2c3d', displayName: 'Contoso' },
  };
}
