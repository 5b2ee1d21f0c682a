/** The answer to the consent page. An administrator's may count for everybody. */
import type { Cloud } from '../cloud.ts';
import { grantConsent, isAdministrator } from '../tenant/consent.ts';
import { renderErrorPage } from './error-page.ts';
import { endFlow } from './flow.ts';
import { onForm } from './form.ts';
import { recordCode } from './record-step.ts';
import { renderRefusedReply } from './reply.ts';
import type { Visit } from './visit.ts';
import { progressed } from './visit.ts';

export const answerConsent = onForm(['consent'], (cloud, { visit, asking, form }, step) => {
  if (form.get('acceptConsent') !== 'true') {
    recordCode(cloud, visit, asking, step, 65004);
    return decline(cloud, visit);
  }
  const { user } = step.account;
  const forEverybody = form.get('administrator') === 'true' && isAdministrator(user);
  grantConsent(cloud, { ...asking, user, forEverybody });
  return progressed(visit, { consented: true });
});

function decline(cloud: Cloud, { exchange, flow }: Visit) {
  const { purpose } = flow.record;
  endFlow(cloud, flow);
  return purpose.kind === 'application'
    ? renderRefusedReply(cloud, exchange, purpose.reply, { code: 65004 })
    : renderErrorPage(cloud, exchange, { code: 65004 });
}
