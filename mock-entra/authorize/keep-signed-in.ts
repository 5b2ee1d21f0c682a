/** The answer to "stay signed in?": `LoginOptions` 1 is yes. Anything else is no. */
import { onForm } from './form.ts';
import { keepSession } from './session.ts';
import { inSession, progressed } from './visit.ts';

export const answerKeepSignedIn = onForm(['keep-signed-in'], (cloud, { visit, form }) => {
  const keepSignedIn = form.get('LoginOptions') === '1';
  const answered = progressed(visit, { keepSignedIn });
  if (!keepSignedIn || visit.session === undefined) return answered;
  return inSession(answered, keepSession(cloud, visit.session));
});
