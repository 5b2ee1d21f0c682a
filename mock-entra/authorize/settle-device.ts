/** The end of a flow for another device: what the person decided reaches it when it polls. */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { renderPage } from '../pages/render-page.ts';
import type { DeviceCodeRecord } from '../state/records.ts';
import { answerDeviceCode } from '../token/device-code.ts';
import { renderErrorPage } from './error-page.ts';
import { endFlow } from './flow.ts';
import { type Visit, viewOf } from './visit.ts';

/** A code can be answered once: of two pages with the same one, the second comes too late. */
export function settleDevice(
  cloud: Cloud,
  visit: Visit,
  answer: NonNullable<DeviceCodeRecord['answer']>,
): HttpResponse {
  const { purpose } = visit.flow.record;
  const userCode = purpose.kind === 'device' ? purpose.userCode : '';
  endFlow(cloud, visit.flow);
  if (!answerDeviceCode(cloud, userCode, answer)) {
    return renderErrorPage(cloud, visit.exchange, { code: 90120 });
  }
  return renderPage(cloud, visit.exchange, {
    ...viewOf(cloud, visit),
    kind: 'device-done',
    approved: answer.kind === 'approved',
  });
}
