/**
 * A notice as an e-mail: plain text only, so that nothing in it is fetched or clicked by itself.
 */
import type { Notice } from '../alert-state.ts';
import { clip, factsOf, headlineOf } from './headline.ts';

const SUBJECT_MAX = 200;

export function renderEmail(notice: Notice): { subject: string; text: string } {
  const facts = factsOf(notice).map(([name, value]) => `${name}: ${value}`);
  return {
    subject: clip(headlineOf(notice), SUBJECT_MAX),
    text: [notice.title, '', notice.text, '', ...facts, '', 'Sent by pta-lab.'].join('\n'),
  };
}
