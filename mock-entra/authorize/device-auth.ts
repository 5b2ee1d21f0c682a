/**
 * The pages on which a person approves another device: its code, then a sign-in like any other,
 * then the question whether this is the device they mean. A code can be answered once.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { renderPage } from '../pages/render-page.ts';
import { type Form, readParameters } from '../parameters.ts';
import { findDeviceCode } from '../token/device-code.ts';
import { advance } from './advance.ts';
import { renderErrorPage } from './error-page.ts';
import { startFlow } from './flow.ts';
import { onForm } from './form.ts';
import { recordCode } from './record-step.ts';
import { findSession } from './session.ts';
import { settleDevice } from './settle-device.ts';
import { pageError, progressed } from './visit.ts';

/** No tenant is known before the code is. */
const SEGMENT = 'common';

export function answerDevicePage(cloud: Cloud, exchange: Exchange): HttpResponse {
  return renderCodePage(cloud, exchange);
}

/** Two forms post here: the one with the code has no flow yet, the one that confirms has. */
export const answerDeviceForm: Answer = (cloud, exchange) => {
  const form = readParameters(exchange);
  if ('code' in form) return renderErrorPage(cloud, exchange, form);
  return form.get('flowToken') === undefined
    ? takeCode(cloud, exchange, form)
    : answerConfirm(cloud, exchange);
};

function takeCode(
  cloud: Cloud,
  exchange: Exchange,
  form: Form,
): Promise<HttpResponse> | HttpResponse {
  const typed = form.get('otc');
  if (typed === undefined) return renderCodePage(cloud, exchange, 90119);
  const found = findDeviceCode(cloud, typed);
  if (found === undefined) return renderCodePage(cloud, exchange, 70018, typed);
  const { clientId, scope, userCode } = found;
  // Whose account it is to be is never taken for granted: the code may come from a thief.
  const flow = startFlow(
    cloud,
    { clientId, scope, tenantSegment: SEGMENT, prompt: 'select_account' },
    { kind: 'device', userCode },
  );
  return advance(cloud, { exchange, flow, session: findSession(cloud, exchange), cookies: [] });
}

function renderCodePage(
  cloud: Cloud,
  exchange: Exchange,
  code?: 90119 | 70018,
  userCode = '',
): HttpResponse {
  return renderPage(cloud, exchange, {
    kind: 'device-code',
    userCode,
    canary: '',
    tenantSegment: SEGMENT,
    ...(code !== undefined && { error: pageError(code) }),
  });
}

const answerConfirm = onForm(['device-confirm'], (cloud, { visit, asking, form }, step) => {
  if (form.get('confirm') === 'true') return progressed(visit, { confirmed: true });
  recordCode(cloud, visit, asking, step, 65004);
  return settleDevice(cloud, visit, { kind: 'declined' });
});
