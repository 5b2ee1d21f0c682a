/**
 * From a page as data to the answer a browser gets. All pages are 200, the failed ones too: that is
 * what clients see after a wrong password (fact sheet 4.4, inferred), and assumed for the rest.
 */
import type { HttpResponse } from '../../runtime/ports.ts';
import type { Cloud } from '../cloud.ts';
import { idHeaders } from '../errors.ts';
import { type Exchange, NO_STORE, SECURITY_HEADERS } from '../exchange.ts';
import type { Tenant } from '../tenant/tenant.ts';
import type { Body, PageOf, Stamp } from './body.ts';
import { renderConsent } from './consent.ts';
import { renderPolicy } from './content-policy.ts';
import { renderDeviceCode } from './device-code.ts';
import { renderDeviceConfirm } from './device-confirm.ts';
import { renderDeviceDone } from './device-done.ts';
import { renderError } from './error.ts';
import { renderFormPost } from './form-post.ts';
import { markupOf } from './html.ts';
import { renderKeepSignedIn } from './keep-signed-in.ts';
import { renderLayout } from './layout.ts';
import { renderMfa } from './mfa.ts';
import type { Page } from './page.ts';
import { createConfig } from './page-config.ts';
import { renderPassword } from './password.ts';
import { renderPasswordExpired } from './password-expired.ts';
import { renderPickAccount } from './pick-account.ts';
import { renderSignedOut } from './signed-out.ts';
import { renderUsername } from './username.ts';

/** All that a page is told of the cloud: neither users nor state. */
export type PageCloud = Pick<Cloud, 'clock' | 'ids'> & {
  tenant: Pick<Tenant, 'id' | 'displayName'>;
};
export type PageExchange = Pick<Exchange, 'traceId' | 'correlationId'>;

type Renderers = {
  readonly [Kind in Page['kind']]: (page: PageOf<Kind>, stamp: Stamp) => Body;
};

const PAGES: Renderers = {
  username: renderUsername,
  password: renderPassword,
  'pick-account': renderPickAccount,
  'keep-signed-in': renderKeepSignedIn,
  mfa: renderMfa,
  consent: renderConsent,
  'password-expired': renderPasswordExpired,
  'device-code': renderDeviceCode,
  'device-confirm': renderDeviceConfirm,
  'device-done': renderDeviceDone,
  'form-post': renderFormPost,
  'signed-out': renderSignedOut,
  error: renderError,
};

export function renderPage(cloud: PageCloud, exchange: PageExchange, page: Page): HttpResponse {
  const { config: own, ...body } = renderBody(page, createStamp(cloud, exchange));
  const nonce = Buffer.from(cloud.ids.bytes(16)).toString('base64');
  const document = renderLayout(body, {
    kind: page.kind,
    nonce,
    companyName: cloud.tenant.displayName,
    ...(own && { config: createConfig(cloud, exchange, page, own) }),
  });
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      ...SECURITY_HEADERS,
      ...NO_STORE,
      ...idHeaders(exchange),
      ...renderPolicy(body.allow, nonce),
    },
    body: markupOf(document),
  };
}

/** The compiler cannot see that the entry under a kind takes the page of that kind. */
function renderBody(page: Page, stamp: Stamp): Body {
  const render = PAGES[page.kind] as (page: Page, stamp: Stamp) => Body;
  return render(page, stamp);
}

function createStamp(cloud: PageCloud, { traceId, correlationId }: PageExchange): Stamp {
  const time = `${new Date(cloud.clock.nowMs()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return { traceId, correlationId, time };
}
