/**
 * The addresses that browsers use, for `routes.ts`. Forms go where the pages send them; a wrong
 * verb (somebody pressed Back or typed an address) gets a page too, not JSON.
 */
import type { Answer } from '../exchange.ts';
import { PAGE_PATHS } from '../pages/page-urls.ts';
import type { Route } from '../routes.ts';
import { answerAuthorize } from './authorize.ts';
import { answerChangePassword } from './change-password.ts';
import { answerConsent } from './consent.ts';
import { answerDeviceForm, answerDevicePage } from './device-auth.ts';
import { answerErrorCode, answerWrongPageVerb } from './error-page.ts';
import { answerKeepSignedIn } from './keep-signed-in.ts';
import { answerLogin, answerReprocess } from './login.ts';
import { answerLogout } from './logout.ts';
import { answerSecondFactor } from './second-factor.ts';
import { answerBeginAuth, answerEndAuth } from './second-factor-calls.ts';

const AUTHORIZE = '/:tenant/oauth2/v2.0/authorize';

const LOGOUT = '/:tenant/oauth2/v2.0/logout';
const LOGOUT_V1 = '/:tenant/oauth2/logout';

const FORMS: readonly (readonly [path: string, answer: Answer])[] = [
  [PAGE_PATHS.login, answerLogin],
  [PAGE_PATHS.reprocess, answerReprocess],
  [PAGE_PATHS.keepSignedIn, answerKeepSignedIn],
  [PAGE_PATHS.beginAuth, answerBeginAuth],
  [PAGE_PATHS.endAuth, answerEndAuth],
  [PAGE_PATHS.processAuth, answerSecondFactor],
  [PAGE_PATHS.consent, answerConsent],
  [PAGE_PATHS.changePassword, answerChangePassword],
];

export const SIGN_IN_PAGES: readonly Route[] = [
  ['GET', AUTHORIZE, answerAuthorize],
  ['POST', AUTHORIZE, answerAuthorize],
  ['ALL', AUTHORIZE, answerWrongPageVerb],
  ...FORMS.flatMap(([path, answer]): readonly Route[] => [
    ['POST', path, answer],
    ['ALL', path, answerWrongPageVerb],
  ]),
  ['GET', PAGE_PATHS.deviceAuth, answerDevicePage],
  ['POST', PAGE_PATHS.deviceAuth, answerDeviceForm],
  ['ALL', PAGE_PATHS.deviceAuth, answerWrongPageVerb],
  ['GET', LOGOUT, answerLogout],
  ['POST', LOGOUT, answerLogout],
  ['ALL', LOGOUT, answerWrongPageVerb],
  ['GET', LOGOUT_V1, answerLogout],
  ['ALL', LOGOUT_V1, answerWrongPageVerb],
  ['GET', '/error', answerErrorCode],
];
