/** Parity rows of the sign-in pages; part of the area of `rows-authorize.ts`. */
import type { ParityRows } from './parity-row.ts';

export const PAGE_ROWS = {
  'pages.public-ids': {
    behaviour: 'Element ids and field names that public scripts look for',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Public research, no contract. The user name and the password are two page loads.',
  },
  'pages.config': {
    behaviour: '`$Config` with the members that clients read',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Members nobody reads are left out; registering a second factor cannot be skipped.',
  },
  'pages.safe-markup': {
    behaviour: 'Nothing that was typed becomes markup, script or address',
    live: 'emulated',
    virtual: 'emulated',
  },
  'pages.forms': {
    behaviour: 'Forms with the paths and fields of the real page',
    live: 'emulated',
    virtual: 'emulated',
    note: 'Paths are inferred (fact sheet 4.4); optional fields of the client are left out.',
  },
  'pages.policy': {
    behaviour: 'Pages load nothing and cannot be framed',
    live: 'emulated',
    virtual: 'emulated',
    note: 'The lab’s own content security policy, stricter than Entra’s.',
  },
  'pages.without-scripts': {
    behaviour: 'Signing in without JavaScript',
    live: 'real',
    virtual: 'absent',
    note: 'More than Entra offers, whose pages need scripts.',
  },
  'pages.accessible': {
    behaviour: 'Usable by keyboard and screen reader, at 320 pixels, light and dark',
    live: 'real',
    virtual: 'absent',
  },
  'pages.in-browser': {
    behaviour: 'Whole sign-ins in a browser, by the public ids',
    live: 'real',
    virtual: 'absent',
  },
  'pages.branding': {
    behaviour: 'The look, words, languages and tenant branding of Microsoft’s pages',
    live: 'absent',
    virtual: 'absent',
    note: 'On purpose: a lab page says that it is one, in English.',
  },
  'pages.password-reset': {
    behaviour: 'Self-service password reset',
    live: 'absent',
    virtual: 'absent',
    note: 'The page says where passwords are set instead.',
  },
} as const satisfies ParityRows;
