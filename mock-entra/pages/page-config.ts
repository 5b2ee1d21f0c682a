/**
 * `$Config`: what scripts read instead of the page (fact sheet 4.4). It goes into an inline script,
 * so nothing in it may end that script; and it never holds what somebody typed but the user name.
 */
import { PAGE_NUMBERS, pgidOf } from '../../protocol/sign-in-pages.ts';
import type { Body } from './body.ts';
import { type Html, trustMarkup } from './html.ts';
import type { Page, PageError } from './page.ts';
import { pageUrl } from './page-urls.ts';
import type { PageCloud, PageExchange } from './render-page.ts';

type Members = Readonly<Record<string, unknown>>;

export function createConfig(
  { tenant }: PageCloud,
  { traceId, correlationId }: PageExchange,
  page: Page,
  own: Members,
): Members {
  return {
    ...flowMembers(page),
    ...urlMembers(page),
    ...errorMembers(errorOf(page)),
    pgid: pgidOf(page.kind),
    hpgact: PAGE_NUMBERS.hpgact.value,
    hpgid: PAGE_NUMBERS.hpgid.value,
    iMaxPollAttempts: PAGE_NUMBERS.pollAttemptsMax.value,
    iPollingInterval: PAGE_NUMBERS.pollIntervalSeconds.value,
    arrUserProofs: [],
    arrSessions: [],
    oPostParams: {},
    sCompanyDisplayName: tenant.displayName,
    sTenantId: tenant.id,
    correlationId,
    sessionId: traceId,
    serverDetails: { slc: 'pta-lab', dc: 'lab', ri: 'lab', ver: { v: [] } },
    ...own,
  };
}

function flowMembers({ flowToken = '', ctx = '', canary }: Page): Members {
  return { sFT: flowToken, sFTName: 'flowToken', sCtx: ctx, canary, apiCanary: canary };
}

/** There is no page that registers a second factor, so there is nothing to skip either. */
function urlMembers(page: Page): Members {
  return {
    urlPost: '',
    urlLogin: pageUrl('login', page),
    urlGetCredentialType: `${pageUrl('credentialType', page)}?mkt=en-US`,
    urlBeginAuth: pageUrl('beginAuth', page),
    urlEndAuth: pageUrl('endAuth', page),
    urlSkipMfaRegistration: '',
    iRemainingDaysToSkipMfaRegistration: 0,
  };
}

function errorMembers(error: PageError | undefined): Members {
  if (error === undefined) return { sErrorCode: '', sErrTxt: '', strServiceExceptionMessage: '' };
  const message = `AADSTS${error.code}: ${error.text}`;
  return {
    sErrorCode: String(error.code),
    sErrTxt: error.text,
    strServiceExceptionMessage: message,
  };
}

function errorOf(page: Page): PageError | undefined {
  if (page.kind === 'error') return page;
  return 'error' in page ? page.error : undefined;
}

/** In a comment of CDATA, where tools for XML and for HTML both find it. */
export function renderConfig(config: NonNullable<Body['config']>): Html {
  return trustMarkup(`//<![CDATA[\n$Config=${serialise(config)};\n//]]>`);
}

/** `<` and `>` could end the script or the CDATA; the separators end a line in old readers. */
function serialise(members: Members): string {
  return JSON.stringify(members).replaceAll(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
